import Archive from 'lucide-react/icons/archive';
import ArchiveRestore from 'lucide-react/icons/archive-restore';
import Ellipsis from 'lucide-react/icons/ellipsis';
import GitFork from 'lucide-react/icons/git-fork';
import Trash from 'lucide-react/icons/trash-2';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuItem, MenuLine } from '../../ui/menu.tsx';
import { Question } from '../../ui/question.tsx';
import { useSay } from '../../ui/toast.tsx';
import { paths } from '../app/paths.ts';
import { problemOf } from '../app/problem.ts';
import { forget } from '../app/session-storage.ts';
import { useWorkspace } from '../app/workspace.ts';
import { MoveItem } from './move-menu.tsx';
import { usePart, useRoom } from './room.ts';
import { useArchive } from './use-archive.ts';
import { useMayManage } from './use-may-manage.ts';

export function MoreMenu() {
  const { id } = useRoom();
  const { deeds } = useRoom();
  const newest = usePart((state) => state.messages.at(-1)?.id);
  const title = usePart((state) => state.conversation.title);
  const archived = usePart((state) => state.conversation.archivedAt !== undefined);
  const mayManage = useMayManage();
  const archive = useArchive();
  const [deleting, askDelete] = useState(false);
  const remove = useDelete();
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
      <Question key={id} open={deleting} onOpenChange={askDelete} title={`Delete “${title}”?`} act="Delete" onAct={remove}>
        Everything said in it is gone for everybody, and cannot be brought back. Archiving keeps it readable instead.
      </Question>
    </>
  );
}

function useDelete(): () => Promise<void> {
  const { parley } = useWorkspace();
  const { id, team } = useRoom();
  const say = useSay();
  const [, go] = useLocation();
  return async () => {
    try {
      await parley.api.conversation.delete.mutate({ conversationId: id });
      forget(id);
      go(paths.team(team.id), { replace: true });
      say('Deleted.');
    } catch (error) {
      say(problemOf(error).say);
      throw error;
    }
  };
}
