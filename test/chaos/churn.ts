/** Thousands of connections come, follow what there is to follow, and break off: the server holds nothing of them afterwards (INPUT-1). */
import { RawSocket } from '../support/raw-socket.ts';
import { readable } from './places.ts';
import type { Stage } from './stage.ts';

const AT_ONCE = 20;
/** Of this many one is a stream over HTTP. */
const STREAM_EVERY = 5;

export async function churn(stage: Stage, connections: number): Promise<void> {
  let made = 0;
  const line = async () => {
    while (made < connections) {
      made += 1;
      await (made % STREAM_EVERY === 0 ? stream(stage, made) : socket(stage, made));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, line));
  stage.report.count('connections churned', connections);
}

async function socket(stage: Stage, number: number): Promise<void> {
  const raw = await RawSocket.dial(stage.server.url, cookieOf(stage, number));
  raw.call('feed', 'conversation.live', { conversationId: readable(stage.places)[0]?.id }, 'subscription');
  raw.call('inbox', 'inbox.live', undefined, 'subscription');
  // Refused for coming too often is an answer, too.
  await raw.answer('feed');
  raw.leave();
}

async function stream(stage: Stage, number: number): Promise<void> {
  const over = new AbortController();
  const headers = { cookie: cookieOf(stage, number), Accept: 'text/event-stream' };
  const answer = await fetch(`${stage.server.url}/trpc/inbox.live`, { headers, signal: over.signal });
  await answer.body?.getReader().read();
  over.abort();
}

/** Everybody in turn, for the rate of calls is bounded for each of them. */
function cookieOf({ cast }: Stage, number: number): string {
  const members = cast.people.filter(({ guest }) => !guest);
  return (members[number % members.length] ?? cast.owner).somebody.account.cookie;
}
