import type { Guard } from '../../shared/access.ts';
import type { TeamId } from '../../shared/ids.ts';
import type { Receipt } from '../../shared/schemas/identity.ts';
import type { Principal } from '../auth/principal.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { othersOf, renewSession } from './renew-session.ts';

/** The team is gone with all that was in it: everybody in it is cut, and who deletes it keeps working elsewhere (LEAVE-7). */
export async function deleteTeam(
  app: App,
  who: Principal,
  guard: Guard,
  team: { teamId: TeamId; name: string },
  caller: Connection,
  http: HttpAnswer,
): Promise<Receipt> {
  const since = performance.now();
  const gone = await app.store.teams.delete(team, guard);
  app.replies.abandon(gone.open);
  const cut = await renewSession(app, who, gone.sessions, caller, http, `deleted ${team.teamId}`);
  const ms = Math.round(performance.now() - since);
  for (const conversationId of gone.conversations) app.bus.publish({ topic: 'access', conversationId });
  app.bus.publishToInboxes({ topic: 'everything', audience: gone.members });
  return { sessions: othersOf(who, gone.sessions).length, ...cut, generations: gone.open.length, keys: 0, ms };
}
