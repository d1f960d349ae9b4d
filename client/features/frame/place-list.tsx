import CornerLeftUp from 'lucide-react/icons/corner-left-up';
import Folder from 'lucide-react/icons/folder';
import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { FolderId } from '../../../shared/ids.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { flat, type Branch } from '../../store/inbox-folders.ts';
import { Field } from '../../ui/field.tsx';
import { useTree } from '../app/use-tree.ts';
import { useFrame } from './frame-context.ts';
import css from './place-list.module.css';

interface PlaceListProps {
  team: Team;
  /** Where it is now. */
  now: FolderId | null;
  may?(branch: Branch): boolean;
  onPick(folderId: FolderId | null): void;
}

/** Where something may be moved: every folder by its name, found by a few letters. Enter takes the first. */
export function PlaceList({ team, now, may = () => true, onPick }: PlaceListProps) {
  const { branches } = useTree(team.id);
  const { open } = useFrame();
  const [text, setText] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const wanted = text.trim().toLocaleLowerCase();
  const places = flat(branches).filter((each) => may(each) && each.folder.name.toLocaleLowerCase().includes(wanted));
  const top = now !== null && wanted === '';
  if (branches.length === 0) {
    return (
      <p className={css.none}>
        There are no folders yet.{' '}
        <button type="button" className={css.link} onClick={() => open({ kind: 'newFolder', parentId: null })}>
          Create the first one
        </button>
      </p>
    );
  }
  if (places.length === 0 && wanted === '' && !top) return <p className={css.none}>There is no other folder that it could go into.</p>;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement)
      list.current?.querySelector<HTMLElement>('button:enabled')?.click();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') step(list.current, event.key === 'ArrowDown' ? 1 : -1);
    else return;
    event.preventDefault();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys go between the field and the buttons in it
    <div className={css.places} onKeyDown={onKeyDown} role="search">
      <Field label="Name of a folder" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
      <ul ref={list} className={css.list}>
        {top && (
          <Place icon={<CornerLeftUp size={15} />} onPick={() => onPick(null)}>
            Out of all folders
          </Place>
        )}
        {places.map(({ folder, depth }) => (
          <Place key={folder.id} icon={<Folder size={15} />} depth={depth} here={folder.id === now} onPick={() => onPick(folder.id)}>
            {folder.name}
          </Place>
        ))}
      </ul>
      {places.length === 0 && !top && <p className={css.none}>No folder is called like that.</p>}
    </div>
  );
}

interface PlaceProps {
  icon: ReactNode;
  depth?: number;
  here?: boolean;
  onPick(): void;
  children: ReactNode;
}

function Place({ icon, depth = 0, here = false, onPick, children }: PlaceProps) {
  return (
    <li>
      <button type="button" className={css.place} disabled={here} onClick={onPick} style={{ paddingLeft: 10 + 16 * depth }}>
        {icon}
        <span className={css.name}>{children}</span>
        {here && <span className={css.here}>It is here now</span>}
      </button>
    </li>
  );
}

function step(list: HTMLElement | null, by: 1 | -1): void {
  const items = [...(list?.querySelectorAll<HTMLElement>('button:enabled') ?? [])];
  const at = items.findIndex((item) => item === document.activeElement);
  const field = list?.parentElement?.querySelector('input');
  const next = at === -1 && by === -1 ? undefined : items[at + by];
  (next ?? field)?.focus();
}
