import { FOLDER } from '../../../shared/limits.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { flat, height, type Branch } from '../../store/inbox-folders.ts';
import { Modal } from '../../ui/modal.tsx';
import { PlaceList } from './place-list.tsx';
import { useMove } from './use-move.ts';

interface MoveFolderProps {
  team: Team;
  branch: Branch;
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Not into itself, and not deeper than folders may lie. */
export function MoveFolder({ team, branch, open, onOpenChange }: MoveFolderProps) {
  const move = useMove();
  const own = new Set(flat([branch]).map(({ folder }) => folder.id));
  const fits = ({ folder, depth }: Branch) => !own.has(folder.id) && depth + 1 + height(branch) < FOLDER.maxDepth;
  const { id, name, parentId } = branch.folder;
  return (
    <Modal open={open} onOpenChange={onOpenChange} title={`Move “${name}”`} about="With everything in it. Where is it to go?">
      <PlaceList
        team={team}
        now={parentId}
        may={fits}
        onPick={(folderId) => {
          onOpenChange(false);
          move({ kind: 'folder', id }, folderId);
        }}
      />
    </Modal>
  );
}
