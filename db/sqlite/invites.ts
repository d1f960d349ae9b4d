import { eq, sql } from 'drizzle-orm';
import { refuse } from '../../shared/errors.ts';
import type { InviteId, UserId } from '../../shared/ids.ts';
import { INVITE } from '../../shared/limits.ts';
import type { Invite } from '../../shared/schemas/identity.ts';
import type { Change, Invites } from '../store.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { findLiveInvite, type LiveInvite, liveInvites } from './invite-rows.ts';
import { join } from './memberships.ts';
import { newId } from './new-id.ts';
import { invites } from './schema.ts';
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
      return found && { teamName: found.teamName, invitedBy: found.issuer, role: found.invite.role };
    },
    async accept(tokenHash, guard, now) {
      return write(() => {
        const { user } = enter.self(guard);
        const { teamId, joined, changes } = useInvite(engine, tokenHash, user.id, now);
        const ended = joined ? endSessionsOf(database, user.id) : { sessions: [] };
        return { team: getTeam(database, teamId, user.id), joined, changes, ...ended };
      });
    },
  };
}

/** Joins the invite's team, once. INVITE_INVALID unless it works. Inside a transaction. */
export function useInvite(engine: Engine, tokenHash: string, userId: UserId, now: number) {
  const { database } = engine;
  const { invite } = findLiveInvite(database, tokenHash, now) ?? refuse('INVITE_INVALID');
  const { teamId, role } = invite;
  const done: { joined: boolean; changes: Change[] } = join(engine, { teamId, userId, role }, now);
  if (done.joined) countUse(database, invite.id);
  return { teamId, ...done };
}

function countUse({ sql: db }: Database, inviteId: InviteId): void {
  db.update(invites)
    .set({ uses: sql`${invites.uses} + 1` })
    .where(eq(invites.id, inviteId))
    .run();
}

function insert({ sql: db }: Database, draft: Parameters<Invites['create']>[0], issuer: { id: UserId; name: string }, now: number): Invite {
  const row = { ...draft, id: newId<InviteId>(), createdBy: issuer.id, createdAt: now, revoked: false, uses: 0 };
  db.insert(invites).values(row).run();
  return toInvite({ invite: row, issuer: issuer.name });
}

function toInvite({ invite, issuer }: Pick<LiveInvite, 'invite' | 'issuer'>): Invite {
  const { id, teamId, role, uses, createdAt, expiresAt } = invite;
  return { id, teamId, role, invitedBy: issuer, createdAt: iso(createdAt), expiresAt: iso(expiresAt), uses };
}
