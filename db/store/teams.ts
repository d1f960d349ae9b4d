import type { Guard, Role, Tier } from '../../shared/access.ts';
import type { ConversationId, GenerationId, InviteId, TeamId, UserId } from '../../shared/ids.ts';
import type { Person } from '../../shared/schemas/conversation.ts';
import type { Invite, Member, Team } from '../../shared/schemas/identity.ts';
import type { Change, Ended, StoredGeneration } from './shapes.ts';

export interface Teams {
  /** The caller becomes owner; a conversation "Welcome" begins with `welcome` said by the guide. All sessions of the caller end (DESIGN 4.1). */
  create(draft: { name: string; welcome: string }, guard: Guard, now: number): Promise<{ team: Team; welcome: ConversationId } & Ended>;
  listOf(userId: UserId): Promise<Team[]>;
  get(teamId: TeamId, guard: Guard): Promise<Team>;
  rename(teamId: TeamId, name: string, guard: Guard): Promise<Team>;
  setDefaultModel(teamId: TeamId, model: string | null, guard: Guard): Promise<Team>;
  /** Gone with all that is in it. Ends every session of every member. CONFLICT when `name` is not its name. */
  delete(
    team: { teamId: TeamId; name: string },
    guard: Guard,
  ): Promise<{ members: UserId[]; conversations: ConversationId[]; open: GenerationId[]; teamName: string } & Ended>;
  /** That member becomes owner, the caller admin: two changes of membership, each ends what it ends. */
  transfer(to: { teamId: TeamId; userId: UserId }, guard: Guard, now: number): Promise<{ to: Parted; from: Parted }>;
  /** By an administrator of the server, whose guard is about nothing. */
  setTier(change: { teamId: TeamId; tier: Tier }, guard: Guard): Promise<{ before: Tier; open: StoredGeneration[] }>;
  /** By name. `connected` is filled in by whoever knows. */
  members(
    query: { teamId: TeamId; cursor?: string; limit: number; withSessions: boolean },
    guard: Guard,
  ): Promise<{ items: Omit<Member, 'connected'>[]; nextCursor?: string }>;
  memberIds(teamId: TeamId): Promise<UserId[]>;
}

/** What a change of somebody's membership took with it, in its transaction (LEAVE-1); who is left open runs on until its owner stops it. */
export interface Parted extends Ended {
  person: Person;
  teamName: string;
  /** Open generations they asked for in that team. */
  open: StoredGeneration[];
  changes: Change[];
}

/** Each ends, in one transaction, every session of that person and the invites they issued there. CONFLICT when the team would be without an owner (LEAVE-6). */
export interface Members {
  setRole(change: { teamId: TeamId; userId: UserId; role: Role }, guard: Guard, now: number): Promise<Parted>;
  /** Also of somebody suspended. */
  remove(member: { teamId: TeamId; userId: UserId }, guard: Guard, now: number): Promise<Parted>;
  /** The membership is set aside, not flagged: nothing that looks for members can find it. The last owner is not suspended. */
  suspend(member: { teamId: TeamId; userId: UserId }, guard: Guard, now: number): Promise<Parted>;
  restore(member: { teamId: TeamId; userId: UserId }, guard: Guard, now: number): Promise<{ person: Person; changes: Change[] }>;
  /** The caller's own. */
  leave(teamId: TeamId, guard: Guard, now: number): Promise<Parted>;
}

export interface Invites {
  create(
    draft: { teamId: TeamId; role: Role; tokenHash: string; expiresAt: number; email?: string; maxUses?: number },
    guard: Guard,
    now: number,
  ): Promise<Invite>;
  list(teamId: TeamId, guard: Guard, now: number): Promise<Invite[]>;
  revoke(inviteId: InviteId, guard: Guard): Promise<void>;
  /** Undefined when expired, revoked, used up, unknown, or when who issued it may not invite any more. `email` as it was given. */
  preview(tokenHash: string, now: number): Promise<{ teamName: string; invitedBy: string; role: Role; email?: string } | undefined>;
  /** FORBIDDEN for an account with another address than the invite's, and for somebody suspended there. Joining ends all sessions of the caller; somebody who is in the team already changes nothing and keeps theirs. */
  accept(tokenHash: string, guard: Guard, now: number): Promise<{ team: Team; joined: boolean; changes: Change[] } & Ended>;
}
