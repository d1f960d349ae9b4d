import type { App } from '../ports.ts';
import { Presence } from './presence.ts';

/** Presence, told to those it concerns: viewers to the conversation, who is online to their teams. */
export function tellPresence({ store, bus, background }: Pick<App, 'store' | 'bus' | 'background'>): Presence {
  return new Presence({
    viewersChanged: (conversationId, people) => bus.publish({ topic: 'passing', conversationId, event: { type: 'presence', people } }),
    onlineChanged: (userId, online) => background('presence.tell', tell(userId, online)),
  });

  async function tell(userId: Parameters<Presence['isOnline']>[0], online: boolean): Promise<void> {
    for (const { id: teamId } of await store.teams.listOf(userId)) {
      bus.publishToInboxes({ topic: 'presence', teamId, userId, online, audience: await store.teams.memberIds(teamId) });
    }
  }
}
