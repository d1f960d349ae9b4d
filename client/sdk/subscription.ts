/** One subscription of the server, read by a loop. It goes on by itself over lost connections; how it ends is told at the end of the loop. */
import { ConnectionLost, meaningOf, ParleyRefusal } from './errors.ts';
import type { Mailbox } from './mailbox.ts';

interface Handlers<Event> {
  onData(frame: { id: string; data: { events: Event[] } }): void;
  onError(error: unknown): void;
  onComplete(): void;
}

/** `lastEventId`: where to go on from; undefined at the very first. */
export type Subscribe<Event> = (lastEventId: string | undefined, handlers: Handlers<Event>) => { unsubscribe(): void };

export async function* readSubscription<Event>(
  subscribe: Subscribe<Event>,
  mailbox: Mailbox<Event>,
  signal: AbortSignal,
): AsyncGenerator<Event, void, undefined> {
  if (signal.aborted) return;
  let lastEventId: string | undefined;
  let running: { unsubscribe(): void } | undefined;
  const start = () => {
    running = subscribe(lastEventId, {
      onData(frame) {
        lastEventId = frame.id;
        for (const event of frame.data.events) mailbox.put(event);
      },
      onError(error) {
        const meaning = meaningOf(error);
        if (meaning instanceof ConnectionLost && !signal.aborted) start();
        else mailbox.end(meaning);
      },
      onComplete: () => mailbox.end(),
    });
  };
  const stop = () => mailbox.drop();
  signal.addEventListener('abort', stop);
  try {
    start();
    for (let event = await mailbox.take(); event !== undefined; event = await mailbox.take()) yield event;
  } finally {
    signal.removeEventListener('abort', stop);
    running?.unsubscribe();
  }
}

/** Refusals that pass by themselves: how long to wait, in milliseconds; undefined for those that stay. */
export function passesInMs(error: unknown): number | undefined {
  if (error instanceof ConnectionLost) return 0;
  if (!(error instanceof ParleyRefusal)) return undefined;
  const isPassing = error.reason === 'SHUTTING_DOWN' || error.reason === 'OVERLOADED' || error.reason === 'RATE_LIMITED';
  return isPassing ? (error.retryAfter ?? 1) * 1_000 : undefined;
}
