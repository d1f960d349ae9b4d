import type { Guard } from '../../shared/access.ts';
import type { TeamId } from '../../shared/ids.ts';
import type { Member } from '../../shared/schemas/identity.ts';
import { seesSessions } from '../access/rules.ts';
import type { App } from '../ports.ts';

/** By name. How many sessions somebody has, and when they were last here, is for owners and admins. */
export async function listMembers(
  app: App,
  guard: Guard,
  query: { teamId: TeamId; cursor?: string | undefined; limit: number },
): Promise<{ items: Member[]; nextCursor?: string | undefined }> {
  const role = app.store.facts(guard.credential, guard.ref).team?.role;
  const { teamId, cursor, limit } = query;
  const page = await app.store.teams.members(
    { teamId, limit, ...(cursor && { cursor }), withSessions: role !== undefined && seesSessions(role) },
    guard,
  );
  return { ...page, items: page.items.map((member) => ({ ...member, connected: app.presence.isOnline(member.userId) })) };
}
