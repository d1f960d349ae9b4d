import type { Member, Team } from '../../../shared/schemas/identity.ts';
import { Question } from '../../ui/question.tsx';
import { counted } from '../app/receipt-words.ts';
import { useCall } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';

interface EndingQuestionProps {
  team: Team;
  member: Member;
  how: 'suspend' | 'remove';
  onClose(): void;
  onAct(): Promise<void>;
}

/** Says before a removal or a suspension what will end with it, in numbers as far as they are known. */
export function EndingQuestion({ team, member, how, onClose, onAct }: EndingQuestionProps) {
  const { parley } = useWorkspace();
  const { userId, name } = member;
  const queue = useCall(`replies of ${userId}`, () => parley.api.generation.queue.query({ teamId: team.id }));
  const replies = queue.answer?.items.filter(({ generation }) => generation?.requestedBy.userId === userId).length;
  const [title, act] = how === 'remove' ? [`Remove ${name}?`, 'Remove'] : [`Suspend ${name}?`, 'Suspend'];
  return (
    <Question open onOpenChange={() => onClose()} title={title} act={act} onAct={onAct}>
      {[signedOut(member), repliesStop(replies), whatStays(how, name)].filter(Boolean).join(' ')}
    </Question>
  );
}

function signedOut({ name, sessions, suspendedAt }: Member): string {
  if (suspendedAt !== undefined) return `${name} is suspended and sees nothing already.`;
  if (sessions === 0) return `${name} is not signed in anywhere and loses access at once.`;
  return `${name} will be signed out${sessions === undefined ? '' : ` of ${counted(sessions, 'device', 'devices')}`} at once.`;
}

/** Of conversations that one does not see oneself there is no count: then none is said. */
function repliesStop(replies: number | undefined): string {
  if (replies === undefined || replies === 0) return '';
  return `${counted(replies, 'reply they asked for', 'replies they asked for')} will stop.`;
}

function whatStays(how: 'suspend' | 'remove', name: string): string {
  return how === 'remove'
    ? 'Invites they made stop working. Messages stay.'
    : `Their place, role and messages stay; ${name} comes back when an owner or admin restores them.`;
}
