import type { FolderId } from '../../../shared/ids.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { flat, type Branch } from '../../store/inbox-folders.ts';
import { Select } from '../../ui/select.tsx';
import { useTree } from '../app/use-tree.ts';

interface FolderSelectProps {
  team: Team;
  label: string;
  /** What no folder is called here. */
  none: string;
  value: FolderId | null;
  /** Which may be chosen; all unless told. */
  may?(branch: Branch): boolean;
  onChange(value: FolderId | null): void;
}

/** A folder of the team; nothing where there are none to choose from. */
export function FolderSelect({ team, label, none, value, may = () => true, onChange }: FolderSelectProps) {
  const { branches } = useTree(team.id);
  const folders = flat(branches).filter(may);
  if (folders.length === 0) return null;
  const choose = (picked: string) => onChange(folders.find(({ folder }) => folder.id === picked)?.folder.id ?? null);
  return (
    <Select
      label={label}
      value={value ?? ''}
      options={[
        { value: '', label: none },
        ...folders.map(({ folder, depth }) => ({ value: String(folder.id), label: `${'\u2003'.repeat(depth)}${folder.name}` })),
      ]}
      onChange={choose}
    />
  );
}
