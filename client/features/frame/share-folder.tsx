import type { Folder } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Modal } from '../../ui/modal.tsx';
import { mayShare, reaches } from '../app/may.ts';
import { useCall } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import { SharedPeople } from '../team/shared-people.tsx';

interface ShareFolderProps {
  team: Team;
  folder: Folder;
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Members see every folder; sharing one lets guests in. */
export function ShareFolder({ team, folder, open, onOpenChange }: ShareFolderProps) {
  return (
    <Modal
      wide
      open={open}
      onOpenChange={onOpenChange}
      title={`Share “${folder.name}”`}
      about={`Everybody in ${team.name} sees this folder, guests only when it is shared with them. They then see what is in it but for what is private.`}
    >
      <FolderPeople team={team} folder={folder} />
    </Modal>
  );
}

function FolderPeople({ team, folder: { id: folderId, shared, mine } }: Pick<ShareFolderProps, 'team' | 'folder'>) {
  const { parley } = useWorkspace();
  const shares = useCall(`shares ${folderId}`, () => parley.api.folder.shares.query({ folderId }), shared);
  return (
    <SharedPeople
      team={team}
      shares={shares}
      may={mayShare(team.role, mine)}
      seesAlready={({ role }) => reaches(role, 'member')}
      give={(userId, relation) => parley.api.folder.share.mutate({ folderId, userId, relation })}
    />
  );
}
