import Ellipsis from 'lucide-react/icons/ellipsis';
import FolderInput from 'lucide-react/icons/folder-input';
import FolderPlus from 'lucide-react/icons/folder-plus';
import Pencil from 'lucide-react/icons/pencil';
import Share from 'lucide-react/icons/share-2';
import SquarePen from 'lucide-react/icons/square-pen';
import Trash from 'lucide-react/icons/trash-2';
import { FOLDER } from '../../../shared/limits.ts';
import type { Folder } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { mayArrange, mayShare, reaches } from '../app/may.ts';
import { useFrame } from './frame-context.ts';
import css from './sidebar.module.css';

/** What somebody may do with a folder; nothing at all for a guest. */
export function FolderMenu({ team, folder, depth }: { team: Team; folder: Folder; depth: number }) {
  const { open } = useFrame();
  const { id: folderId, name } = folder;
  if (!reaches(team.role, 'member')) return null;
  return (
    <Menu
      label={name}
      trigger={
        <IconButton label={`More about the folder ${name}`} size="small" tipped={false} className={css.more}>
          <Ellipsis size={15} />
        </IconButton>
      }
    >
      <MenuItem icon={<SquarePen size={15} />} onSelect={() => open({ kind: 'new', folderId })}>
        New conversation in it
      </MenuItem>
      {depth + 1 < FOLDER.maxDepth && (
        <MenuItem icon={<FolderPlus size={15} />} onSelect={() => open({ kind: 'newFolder', parentId: folderId })}>
          New folder in it
        </MenuItem>
      )}
      {mayShare(team.role, folder.mine) && (
        <MenuItem icon={<Share size={15} />} onSelect={() => open({ kind: 'shareFolder', folderId })}>
          Share
        </MenuItem>
      )}
      {mayArrange(team.role, folder.mine) && (
        <>
          <MenuLine />
          <MenuItem icon={<Pencil size={15} />} onSelect={() => open({ kind: 'renameFolder', folderId })}>
            Rename
          </MenuItem>
          <MenuItem icon={<FolderInput size={15} />} onSelect={() => open({ kind: 'moveFolder', folderId })}>
            Move
          </MenuItem>
          <MenuItem danger icon={<Trash size={15} />} onSelect={() => open({ kind: 'deleteFolder', folderId })}>
            Delete
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
