/** Generations that are written at once, each with its own viewers: one who looks at what comes, the others only take it. */
import type { ConversationId } from '../../../shared/ids.ts';
import type { House } from './house.ts';
import type { Recipe } from './recipe.ts';
import { following, Sink } from './sink.ts';
import { type Frame, Viewer } from './viewer.ts';

export interface Audience extends Disposable {
  viewers: Viewer[];
  sinks: Sink[];
  conversations: ConversationId[];
}

/** `each` viewers in each of the first `count` conversations of the house. */
export async function gather(
  house: House,
  about: { count: number; each: number; onFrame?: (conversation: number, frame: Frame) => void },
): Promise<Audience> {
  const viewers: Viewer[] = [];
  const sinks: Sink[] = [];
  const conversations = Array.from({ length: about.count }, (_, n) => house.conversation(n));
  for (const [n, conversationId] of conversations.entries()) {
    const viewer = await Viewer.dial(house.url, house.person(n).cookie);
    await viewer.subscribe('conversation.live', { conversationId }, (frame) => about.onFrame?.(n, frame));
    viewers.push(viewer);
    const rest = Array.from({ length: about.each - 1 }, (_, k) =>
      Sink.dial(house.url, { cookie: house.person(n + k + 1).cookie, says: following(conversationId) }),
    );
    sinks.push(...(await Promise.all(rest)));
  }
  return {
    viewers,
    sinks,
    conversations,
    [Symbol.dispose]() {
      for (const each of [...viewers, ...sinks]) each.end();
    },
  };
}

/** One reply in each conversation; resolves when all are asked for. `end` of each comes as reply.ended. */
export async function askAll(house: House, audience: Audience, recipe: Recipe): Promise<void> {
  await Promise.all(audience.viewers.map((viewer, n) => house.askModel(viewer, house.conversation(n), recipe)));
}

/** Resolves when so many replies ended since `counter` was begun. */
export class Ends {
  count = 0;
  #waiting: { wanted: number; resolve(): void }[] = [];

  take({ events }: Frame): void {
    this.count += events.filter(({ type }) => type === 'reply.ended').length;
    this.#waiting = this.#waiting.filter(({ wanted, resolve }) => {
      if (this.count >= wanted) resolve();
      return this.count < wanted;
    });
  }

  reached(wanted: number): Promise<void> {
    if (this.count >= wanted) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ wanted, resolve }));
  }
}
