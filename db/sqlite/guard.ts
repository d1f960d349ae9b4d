import { type Facts, type Guard, type Ref, subjectOf } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { ConversationId, FileId, FolderId, GenerationId, InviteId, MessageId, TeamId, UserId } from '../../shared/ids.ts';
import type { AuditDraft } from '../store.ts';
import type { Acts } from './acts.ts';
import type { FactsReader } from './facts.ts';

type Present<Part extends keyof Facts> = { [P in Part]: NonNullable<Facts[P]> };
export type Caller = Present<'user'>;
export type InTeam = Present<'user' | 'team'>;
export type InFolder = Present<'user' | 'team' | 'folder'>;
export type InConversation = Present<'user' | 'team' | 'conversation'>;
export type AtMessage = Present<'user' | 'team' | 'conversation' | 'message'>;
export type AtGeneration = Present<'user' | 'team' | 'conversation' | 'message' | 'generation'>;
export type AtInvite = Present<'user' | 'team' | 'invite'>;
export type AtFile = Present<'user' | 'team' | 'conversation' | 'file'>;
export type AtMember = Present<'user' | 'team' | 'member'>;

/**
 * Repeats the decision right where the change is made (ACCESS-7): throws what `guard.check` throws, NOT_FOUND when the thing is gone.
 * What comes back is the truth about the caller; `guard.userId` is only a claim and is never read. A sensitive act is recorded with the change.
 */
export interface Enter {
  self(guard: Guard): Caller;
  team(guard: Guard, teamId: TeamId): InTeam;
  folder(guard: Guard, folderId: FolderId): InFolder;
  conversation(guard: Guard, conversationId: ConversationId): InConversation;
  message(guard: Guard, messageId: MessageId): AtMessage;
  generation(guard: Guard, generationId: GenerationId): AtGeneration;
  invite(guard: Guard, inviteId: InviteId): AtInvite;
  file(guard: Guard, fileId: FileId): AtFile;
  member(guard: Guard, member: { teamId: TeamId; userId: UserId }): AtMember;
}

export function enterer(read: FactsReader['of'], acts: Pick<Acts, 'add'>, now: () => number): Enter {
  const checked = (guard: Guard) => {
    const facts = read(guard.credential, guard.ref);
    const path = guard.check(facts);
    const known = { ...facts, user: facts.user ?? refuse('UNAUTHENTICATED') };
    if (guard.audit) acts.add(guard, actOf(guard, guard.audit, known, path, now()));
    return known;
  };
  const checkedAbout = (guard: Guard, kind: Ref['kind'], id: string) => {
    assertAbout(guard.ref, kind, id);
    return checked(guard);
  };
  return {
    self: checked,
    team: (guard, id) => withTeam(checkedAbout(guard, 'team', id)),
    folder(guard, id) {
      const facts = checkedAbout(guard, 'folder', id);
      return { ...withTeam(facts), folder: facts.folder ?? refuse('NOT_FOUND') };
    },
    conversation: (guard, id) => withConversation(checkedAbout(guard, 'conversation', id)),
    message: (guard, id) => withMessage(checkedAbout(guard, 'message', id)),
    generation(guard, id) {
      const facts = checkedAbout(guard, 'generation', id);
      return { ...withMessage(facts), generation: facts.generation ?? refuse('NOT_FOUND') };
    },
    invite(guard, id) {
      const facts = checkedAbout(guard, 'invite', id);
      return { ...withTeam(facts), invite: facts.invite ?? refuse('NOT_FOUND') };
    },
    file(guard, id) {
      const facts = checkedAbout(guard, 'file', id);
      return { ...withConversation(facts), file: facts.file ?? refuse('NOT_FOUND') };
    },
    member(guard, { teamId, userId }) {
      const facts = checkedAbout(guard, 'member', `${teamId} ${userId}`);
      return { ...withTeam(facts), member: facts.member ?? refuse('NOT_FOUND') };
    },
  };
}

const withTeam = (facts: Facts & Caller) => ({ ...facts, team: facts.team ?? refuse('NOT_FOUND') });
const withConversation = (facts: Facts & Caller) => ({ ...withTeam(facts), conversation: facts.conversation ?? refuse('NOT_FOUND') });
const withMessage = (facts: Facts & Caller) => ({ ...withConversation(facts), message: facts.message ?? refuse('NOT_FOUND') });

/** A guard about something else would let the wrong decision through: a bug of the caller, not a refusal. */
function assertAbout(ref: Ref, kind: Ref['kind'], id: string): void {
  if (ref.kind !== kind || idOf(ref) !== id)
    throw new Error(`a guard about ${ref.kind} ${idOf(ref)} cannot let in a change of ${kind} ${id}`);
}

function idOf(ref: Ref): string {
  return ref.kind === 'member' ? `${ref.teamId} ${ref.userId}` : (subjectOf(ref)?.id ?? '');
}

/** Of a member it says what they were before. */
function actOf(
  { ref }: Guard,
  { action, origin, detail }: NonNullable<Guard['audit']>,
  { user, team, member }: Facts & Caller,
  path: string[],
  at: number,
): AuditDraft {
  const subject = subjectOf(ref);
  const said = member ? { ...detail, before: member.role } : detail;
  return {
    at,
    action,
    userId: user.id,
    credential: 'session',
    origin,
    ...(team && { teamId: team.id }),
    ...(subject && { subject }),
    allowed: true,
    path,
    ...(said && { detail: said }),
  };
}
