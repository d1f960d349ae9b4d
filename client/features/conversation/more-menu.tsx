import Archive from 'lucide-react/icons/archive';
import ArchiveRestore from 'lucide-react/icons/archive-restore';
import Ellipsis from 'lucide-react/icons/ellipsis';
import GitFork from 'lucide-react/icons/git-fork';
import Info from 'lucide-react/icons/info';
import Trash from 'lucide-react/icons/trash-2';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { useOnceOpen } from '../../ui/use-once-open.ts';
import { untilThere } from '../app/until-there.ts';
import { useNarrow } from '../app/use-media.ts';
import { MoveItem } from './move-menu.tsx';
import { usePart, useRoom } from './room.ts';
import { useArchive } from './use-archive.ts';
import { useDetails } from './use-details.ts';
import { useMayManage } from './use-may-manage.ts';

const DeleteConversation = lazy(async () => ({
  default: (await untilThere(() => import('./delete-conversation.tsx'))).DeleteConversation,
}));

export function MoreMenu() {
  const { id, deeds } = useRoom();
  const newest = usePart((state) => state.messages.at(-1)?.id);
  const archived = usePart((state) => state.conversation.archivedAt !== undefined);
  const mayManage = useMayManage();
  const archive = useArchive();
  const details = useDetails();
  const narrow = useNarrow();
  const [deleting, askDelete] = useState(false);
  const asked = useOnceOpen(deleting);
  return (
    <>
      <Menu
        label="More"
        trigger={
          <IconButton label="More">
            <Ellipsis size={18} />
          </IconButton>
        }
      >
        {narrow && (
          <MenuItem icon={<Info size={15} />} onSelect={details.show}>
            Details
          </MenuItem>
        )}
        <MenuItem icon={<GitFork size={15} />} disabled={newest === undefined} onSelect={() => newest !== undefined && deeds.fork(newest)}>
          Fork
        </MenuItem>
        <MoveItem />
        {mayManage && (
          <>
            <MenuItem icon={archived ? <ArchiveRestore size={15} /> : <Archive size={15} />} onSelect={() => archive(!archived)}>
              {archived ? 'Bring back' : 'Archive'}
            </MenuItem>
            <MenuLine />
            <MenuItem danger icon={<Trash size={15} />} onSelect={() => askDelete(true)}>
              Delete
            </MenuItem>
          </>
        )}
      </Menu>
      {asked && (
        <Suspense>
          <DeleteConversation key={id} open={deleting} onOpenChange={askDelete} />
        </Suspense>
      )}
    </>
  );
}
