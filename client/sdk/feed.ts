/** The events of one conversation: a snapshot, then everything since, and a new snapshot when going on is not possible. */
import type { TRPCClient } from '@trpc/client';
import type { Router } from '../../server/rpc/router.ts';
import type { ConversationEvent } from '../../shared/events.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { Contiguous, joinGrowth } from './contiguous.ts';
import { meaningOf } from './errors.ts';
import { Mailbox } from './mailbox.ts';
import type { Outbox } from './outbox.ts';
import { type OnHurry, Patience } from './pause.ts';
import { passesInMs, readSubscription } from './subscription.ts';
import type { FeedEvent, Opened } from './types.ts';

/** A reader further behind than this is given a new snapshot instead. */
const MAX_WAITING = 2_000;

export interface FeedSource {
  api: TRPCClient<Router>;
  outbox: Outbox;
  onHurry: OnHurry;
  conversationId: ConversationId;
  /** Messages of the snapshot. */
  limit?: number;
  signal: AbortSignal;
}

/** Ends when `signal` aborts; throws ParleyRefusal when access is refused or ends. */
export async function* conversationEvents(source: FeedSource): AsyncGenerator<FeedEvent, void, undefined> {
  const { outbox, conversationId, onHurry, signal } = source;
  const patience = new Patience(onHurry);
  const leave = outbox.watch(conversationId);
  try {
    while (!signal.aborted) {
      try {
        yield* oneRound(source);
        await patience.wait(signal);
      } catch (error) {
        const waitMs = passesInMs(error);
        if (waitMs === undefined && !signal.aborted) throw error;
        await patience.wait(signal, waitMs);
      }
    }
  } finally {
    leave();
  }
}

/** From a snapshot to the first hole. Whoever reads has taken in an event when they ask for the next. */
async function* oneRound(source: FeedSource): AsyncGenerator<FeedEvent, void, undefined> {
  const { outbox } = source;
  const opened = await open(source);
  yield { type: 'opened', ...opened };
  for (const { clientKey } of opened.messages) outbox.seen(clientKey);
  const contiguous = new Contiguous(opened);
  for await (const event of live(source, opened.cursor)) {
    const news = event.type === 'resync' ? 'hole' : contiguous.admit(event);
    if (news === 'hole') return;
    if (!news) continue;
    yield news;
    if (news.type === 'message.posted') outbox.seen(news.message.clientKey);
  }
}

async function open({ api, conversationId, limit, signal }: FeedSource): Promise<Opened> {
  try {
    return await api.conversation.open.query({ conversationId, ...(limit !== undefined && { limit }) }, { signal });
  } catch (error) {
    throw meaningOf(error);
  }
}

function live({ api, conversationId, signal }: FeedSource, cursor: string): AsyncGenerator<ConversationEvent, void, undefined> {
  const mailbox = new Mailbox<ConversationEvent>(MAX_WAITING, joinGrowth);
  return readSubscription(
    (lastEventId = cursor, handlers) => api.conversation.live.subscribe({ conversationId, lastEventId }, handlers),
    mailbox,
    signal,
  );
}
