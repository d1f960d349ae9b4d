import { and, asc, eq, gt, isNull, lt, or, type SQL } from 'drizzle-orm';
import { ROLES } from '../../shared/access.ts';
import type { Database } from './database.ts';
import { invites, memberships, teams, users } from './schema.ts';

/** An invite that works: not revoked, not expired, not used up, and who issued it is an active member who still stands above the role it gives. */
export type LiveInvite = ReturnType<typeof liveInvites>[number];

export function liveInvites({ sql: db }: Database, which: SQL, now: number) {
  return db
    .select({ invite: invites, teamName: teams.name, issuer: users.name, issuerRole: memberships.role })
    .from(invites)
    .innerJoin(teams, eq(teams.id, invites.teamId))
    .innerJoin(users, and(eq(users.id, invites.createdBy), eq(users.status, 'active')))
    .innerJoin(memberships, and(eq(memberships.teamId, invites.teamId), eq(memberships.userId, invites.createdBy)))
    .where(
      and(which, eq(invites.revoked, false), gt(invites.expiresAt, now), or(isNull(invites.maxUses), lt(invites.uses, invites.maxUses))),
    )
    .orderBy(asc(invites.createdAt), asc(invites.id))
    .all()
    .filter(({ invite, issuerRole }) => ROLES.indexOf(issuerRole) < ROLES.indexOf(invite.role));
}

export function findLiveInvite(database: Database, tokenHash: string, now: number): LiveInvite | undefined {
  return liveInvites(database, eq(invites.tokenHash, tokenHash), now)[0];
}
