import type { UserId } from '../../shared/ids.ts';
import type { App } from '../ports.ts';
import { Presence } from './presence.ts';

/** Presence, told to those it concerns: viewers to the conversation, who is online to their teams. */
export function tellPresence({ store, bus, clock, background }: Pick<App, 'store' | 'bus' | 'clock' | 'background'>): Presence {
  return new Presence({
    viewersChanged: (conversationId, people) => bus.publish({ topic: 'passing', conversationId, event: { type: 'presence', people } }),
    onlineChanged: (userId, online) => background('presence.tell', changed(userId, online)),
  });

  async function changed(userId: UserId, online: boolean): Promise<void> {
    // Coming is seen by the session they come with.
    if (!online) await store.users.seen(userId, clock.now());
    await tell(userId, online);
  }

  async function tell(userId: UserId, online: boolean): Promise<void> {
    for (const { id: teamId } of await store.teams.listOf(userId)) {
      bus.publishToInboxes({ topic: 'presence', teamId, userId, online, audience: await store.teams.memberIds(teamId) });
    }
  }
}
