/** One person's inbox: state first and after every reconnect, then changes by key. */
import type { TRPCClient } from '@trpc/client';
import type { Router } from '../../server/rpc/router.ts';
import type { InboxEvent } from '../../shared/events.ts';
import { Mailbox } from './mailbox.ts';
import { type OnHurry, Patience } from './pause.ts';
import { passesInMs, readSubscription } from './subscription.ts';

/** A reader further behind than this begins again with the state. */
const MAX_WAITING = 1_000;

/** Ends when `signal` aborts; throws ParleyRefusal when the session ends. */
export async function* inboxEvents(
  api: TRPCClient<Router>,
  onHurry: OnHurry,
  signal: AbortSignal,
): AsyncGenerator<InboxEvent, void, undefined> {
  const patience = new Patience(onHurry);
  while (!signal.aborted) {
    try {
      yield* readSubscription<InboxEvent>((_from, handlers) => api.inbox.live.subscribe({}, handlers), new Mailbox(MAX_WAITING), signal);
      await patience.wait(signal);
    } catch (error) {
      const waitMs = passesInMs(error);
      if (waitMs === undefined && !signal.aborted) throw error;
      await patience.wait(signal, waitMs);
    }
  }
}
