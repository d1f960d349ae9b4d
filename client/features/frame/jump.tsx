import { useRef, useState, type KeyboardEvent } from 'react';
import { useLocation } from 'wouter';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { paths } from '../app/paths.ts';
import { useInbox } from '../app/workspace.ts';
import { useFrame } from './frame-context.ts';
import css from './jump.module.css';

const SHOWN = 12;

interface Target {
  key: string;
  name: string;
  about: string;
  go(): void;
}

/** Anywhere by a few letters. Enter takes the first; arrows go through the rest. */
export function Jump({ team, open, onOpenChange }: { team: Team; open: boolean; onOpenChange(open: boolean): void }) {
  return (
    <Modal open={open} onOpenChange={onOpenChange} title="Jump to" wide>
      <JumpList team={team} onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

function JumpList({ team, onDone }: { team: Team; onDone(): void }) {
  const [text, setText] = useState('');
  const list = useRef<HTMLUListElement>(null);
  const found = useTargets(team)
    .filter((target) => matches(target, text))
    .slice(0, SHOWN);
  const take = (target: Target | undefined) => {
    if (target === undefined) return;
    onDone();
    target.go();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) take(found[0]);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') step(list.current, event.key === 'ArrowDown' ? 1 : -1);
    else return;
    event.preventDefault();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys go between the field and the buttons in it
    <div className={css.jump} onKeyDown={onKeyDown} role="search">
      <Field label="Name of a conversation or place" autoComplete="off" value={text} onChange={(event) => setText(event.target.value)} />
      <ul ref={list} className={css.list}>
        {found.map((target) => (
          <li key={target.key}>
            <button type="button" className={css.item} onClick={() => take(target)}>
              <span className={css.name}>{target.name}</span>
              <span className={css.about}>{target.about}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p className={css.none}>Nothing is called like that.</p>}
    </div>
  );
}

function useTargets(team: Team): Target[] {
  const [, go] = useLocation();
  const { startConversation } = useFrame();
  const conversations = useInbox((inbox) => inbox?.conversations) ?? [];
  const teams = useInbox((inbox) => inbox?.teams) ?? [];
  const nameOf = (id: Team['id']) => teams.find((each) => each.id === id)?.name ?? '';
  const here = conversations.toSorted((a, b) => Number(b.teamId === team.id) - Number(a.teamId === team.id));
  return [
    ...here.map((each) => ({
      key: each.id,
      name: each.title,
      about: nameOf(each.teamId),
      go: () => go(paths.conversation(each.teamId, each.id)),
    })),
    { key: 'new', name: 'New conversation', about: 'Begin', go: startConversation },
    { key: 'people', name: 'People', about: team.name, go: () => go(paths.people(team.id)) },
    { key: 'models', name: 'Models', about: team.name, go: () => go(paths.models(team.id)) },
    { key: 'account', name: 'Account', about: 'You', go: () => go(paths.me) },
    ...teams
      .filter((each) => each.id !== team.id)
      .map((each) => ({ key: each.id, name: each.name, about: 'Team', go: () => go(paths.team(each.id)) })),
  ];
}

/** Every word that was typed stands somewhere in the name. */
function matches({ name }: Target, text: string): boolean {
  const held = name.toLocaleLowerCase();
  return text
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => held.includes(word));
}

function step(list: HTMLElement | null, by: 1 | -1): void {
  const items = [...(list?.querySelectorAll('button') ?? [])];
  const at = items.findIndex((item) => item === document.activeElement);
  const field = list?.parentElement?.querySelector('input');
  const next = at === -1 && by === -1 ? undefined : items[at + by];
  (next ?? field)?.focus();
}
