import type { Visibility } from '../../../shared/access.ts';
import type { Conversation } from '../../../shared/schemas/conversation.ts';
import type { Member, Team } from '../../../shared/schemas/identity.ts';
import { Choice } from '../../ui/choice.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { mayShare, reaches } from '../app/may.ts';
import { paths } from '../app/paths.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct, useCall } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import { SharedPeople } from '../team/shared-people.tsx';
import { WhoSees } from './who-sees.tsx';
import css from './share-dialog.module.css';

interface ShareDialogProps {
  team: Team;
  conversation: Conversation;
  open: boolean;
  onOpenChange(open: boolean): void;
}

/** Who a conversation is for: open to the team or not, single people, and the list of everybody who sees it. */
export function ShareDialog({ team, conversation, open, onOpenChange }: ShareDialogProps) {
  return (
    <Modal wide open={open} onOpenChange={onOpenChange} title={`Share “${conversation.title}”`}>
      <Sharing team={team} conversation={conversation} />
    </Modal>
  );
}

function Sharing({ team, conversation }: Pick<ShareDialogProps, 'team' | 'conversation'>) {
  const { me, parley } = useWorkspace();
  const { id: conversationId, visibility, createdBy, shared, writable } = conversation;
  const may = mayShare(team.role, createdBy === me.id);
  const shares = useCall(`shares ${conversationId}`, () => parley.api.conversation.shares.query({ conversationId }), shared);
  const seesAlready = ({ userId, role }: Member) => userId === createdBy || (visibility === 'team' && reaches(role, 'member'));
  return (
    <div className={css.sharing}>
      <div className={css.link}>
        <span className={css.quiet}>A link opens it for whoever may see it.</span>
        <CopyButton
          text={() => new URL(paths.conversation(team.id, conversationId), location.href).href}
          label="Copy link"
          word="Copy link"
        />
      </div>
      <WhoChoice team={team} conversation={conversation} may={may && conversation.archivedAt === undefined} />
      {writable && (
        <>
          <SharedPeople
            team={team}
            shares={shares}
            may={may}
            seesAlready={seesAlready}
            give={(userId, relation) => parley.api.conversation.share.mutate({ conversationId, userId, relation })}
          />
          {!may && <p className={css.quiet}>Whoever began it shares it with people, and admins of the team.</p>}
          <WhoSees team={team} conversation={conversation} />
        </>
      )}
    </div>
  );
}

function WhoChoice({ team, conversation: { id, visibility }, may }: { team: Team; conversation: Conversation; may: boolean }) {
  const { parley } = useWorkspace();
  const change = useAct((wanted: Visibility) => parley.api.conversation.update.mutate({ conversationId: id, visibility: wanted }));
  const about =
    visibility === 'team'
      ? `Every member of ${team.name} reads and writes here, guests only when it is shared with them. Made private, it leaves everybody else’s screen at once.`
      : 'Only whoever began it and the people below see it.';
  return (
    <div className={css.who}>
      {may && (
        <Choice<Visibility>
          label="Who sees it"
          value={visibility}
          options={[
            { value: 'team', label: 'Everybody in the team' },
            { value: 'private', label: 'Only chosen people' },
          ]}
          onChange={(wanted) => void change.run(wanted)}
        />
      )}
      {change.problem && <ProblemNotice problem={change.problem} />}
      <p className={css.quiet}>{about}</p>
    </div>
  );
}
