import Link2 from 'lucide-react/icons/link-2';
import Share from 'lucide-react/icons/share-2';
import type { Visibility } from '../../../shared/access.ts';
import { useCopy } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { Menu, MenuChoice, MenuItem, MenuLine, MenuTitle } from '../../ui/menu.tsx';
import { useSay } from '../../ui/toast.tsx';
import { paths } from '../app/paths.ts';
import { problemOf } from '../app/problem.ts';
import { useWorkspace } from '../app/workspace.ts';
import { usePart, useRoom } from './room.ts';

/** A link for members, and who sees the conversation. */
export function ShareMenu() {
  const { parley, me } = useWorkspace();
  const { team, id, mayWrite } = useRoom();
  const visibility = usePart((state) => state.conversation.visibility);
  const createdBy = usePart((state) => state.conversation.createdBy);
  const say = useSay();
  const { copy } = useCopy();
  const show = (wanted: Visibility) =>
    void parley.api.conversation.update
      .mutate({ conversationId: id, visibility: wanted })
      .catch((error: unknown) => say(problemOf(error).say));
  const copyLink = () => {
    copy(new URL(paths.conversation(team.id, id), location.href).href);
    say(
      visibility === 'team'
        ? `Link copied. It opens for everybody in ${team.name}.`
        : 'Link copied. It opens for you alone while the conversation is private.',
    );
  };
  return (
    <Menu
      label="Share"
      trigger={
        <IconButton label="Share">
          <Share size={17} />
        </IconButton>
      }
    >
      <MenuItem icon={<Link2 size={15} />} onSelect={copyLink}>
        Copy link
      </MenuItem>
      {mayWrite && (
        <>
          <MenuLine />
          <MenuTitle>Who sees it</MenuTitle>
          <MenuChoice chosen={visibility === 'team'} onSelect={() => show('team')}>
            Everybody in {team.name}
          </MenuChoice>
          <MenuChoice chosen={visibility === 'private'} disabled={createdBy !== me.id} onSelect={() => show('private')}>
            {createdBy === me.id ? 'Only you' : 'Only who began it'}
          </MenuChoice>
        </>
      )}
    </Menu>
  );
}
