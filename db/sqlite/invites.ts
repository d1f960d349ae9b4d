import { eq, sql } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { InviteId, UserId } from '../../shared/ids.ts';
import { INVITE } from '../../shared/limits.ts';
import type { Invite } from '../../shared/schemas/identity.ts';
import type { Change, Invites } from '../store.ts';
import type { Database } from './database.ts';
import { emailKey } from './email-key.ts';
import type { Engine } from './engine.ts';
import { findLiveInvite, type LiveInvite, liveInvites } from './invite-rows.ts';
import { join, type Membership, rowOf } from './memberships.ts';
import { newId } from './new-id.ts';
import { invites, suspended } from './schema.ts';
import { endSessionsOf } from './sessions.ts';
import { iso } from './shapes.ts';
import { getTeam } from './team-rows.ts';

export function openInvites(engine: Engine): Invites {
  const { database, enter } = engine;
  const { sql: db, write } = database;

  return {
    async create(draft, guard, now) {
      return write(() => {
        const { user, team } = enter.team(guard, draft.teamId);
        if (liveInvites(database, eq(invites.teamId, team.id), now).length >= INVITE.maxOpenPerTeam) {
          refuse('QUOTA_EXCEEDED', `A team has at most ${INVITE.maxOpenPerTeam} open invites. Revoke one first.`);
        }
        return insert(database, draft, user, now);
      });
    },
    async list(teamId, guard, now) {
      enter.team(guard, teamId);
      return liveInvites(database, eq(invites.teamId, teamId), now).map(toInvite);
    },
    async revoke(inviteId, guard) {
      write(() => {
        enter.invite(guard, inviteId);
        db.update(invites).set({ revoked: true }).where(eq(invites.id, inviteId)).run();
        database.accessChanged();
      });
    },
    async preview(tokenHash, now) {
      const found = findLiveInvite(database, tokenHash, now);
      return found && { teamName: found.teamName, invitedBy: found.issuer, role: found.invite.role, ...addressOf(found.invite) };
    },
    async accept(tokenHash, guard, now) {
      return write(() => {
        const { user } = enter.self(guard);
        const { teamId, inviteId, joined, changes } = useInvite(engine, tokenHash, user, now);
        database.acts.complete(guard, { teamId, subject: { kind: 'invite', id: inviteId } });
        const ended = joined ? endSessionsOf(database, user.id) : { sessions: [] };
        return { team: getTeam(database, teamId, user.id), joined, changes, ...ended };
      });
    },
  };
}

/** Joins the invite's team, once. INVITE_INVALID unless it works, FORBIDDEN when it is for somebody else. Inside a transaction. */
export function useInvite(engine: Engine, tokenHash: string, user: { id: UserId; email: string }, now: number) {
  const { database } = engine;
  const { invite } = findLiveInvite(database, tokenHash, now) ?? refuse('INVITE_INVALID');
  const { id: inviteId, teamId, role } = invite;
  if (invite.emailKey !== null && invite.emailKey !== emailKey(user.email))
    refuse('FORBIDDEN', 'This invite is for another e-mail address.');
  if (isSuspended(database, { teamId, userId: user.id })) refuse('FORBIDDEN', 'You are suspended in this team. Ask an owner of it.');
  const done: { joined: boolean; changes: Change[] } = join(engine, { teamId, userId: user.id, role }, now);
  if (done.joined) countUse(database, inviteId);
  return { teamId, inviteId, ...done };
}

function isSuspended({ sql: db }: Database, member: Membership): boolean {
  return db.select({ userId: suspended.userId }).from(suspended).where(rowOf(suspended, member)).get() !== undefined;
}

function countUse({ sql: db }: Database, inviteId: InviteId): void {
  db.update(invites)
    .set({ uses: sql`${invites.uses} + 1` })
    .where(eq(invites.id, inviteId))
    .run();
}

/** One that is for a single address is used once. */
function insert({ sql: db }: Database, draft: Parameters<Invites['create']>[0], issuer: { id: UserId; name: string }, now: number): Invite {
  const { email = null, maxUses = null, ...rest } = draft;
  const address = { email, emailKey: email === null ? null : emailKey(email), maxUses: email === null ? maxUses : 1 };
  const row = { ...rest, ...address, id: newId<InviteId>(), createdBy: issuer.id, createdAt: now, revoked: false, uses: 0 };
  db.insert(invites).values(row).run();
  return toInvite({ invite: row, issuer: issuer.name });
}

function toInvite({ invite, issuer }: Pick<LiveInvite, 'invite' | 'issuer'>): Invite {
  const { id, teamId, role, uses, maxUses, createdAt, expiresAt } = invite;
  const times = { createdAt: iso(createdAt), expiresAt: iso(expiresAt) };
  return { id, teamId, role, invitedBy: issuer, ...times, uses, maxUses, ...addressOf(invite) };
}

function addressOf({ email }: Pick<LiveInvite['invite'], 'email'>): { email?: string } {
  return email === null ? {} : { email };
}
