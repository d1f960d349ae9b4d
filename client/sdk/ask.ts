/** Sends and follows the reply: one feed, opened before the send, so that no word can be missed. */
import type { Message } from '../../shared/schemas/conversation.ts';
import { meaningOf, ReplyEnded } from './errors.ts';
import { conversationEvents, type FeedSource } from './feed.ts';
import type { Sent } from './outbox.ts';
import type { FeedEvent, Opened, SendOptions } from './types.ts';

/** Yields the reply's text, nothing when nobody answers. Leaving the loop does not stop the reply: that is `generation.stop`. */
export async function* ask(source: FeedSource, text: string, options: SendOptions): AsyncGenerator<string, void, undefined> {
  const left = new AbortController();
  const following = { ...source, signal: AbortSignal.any([source.signal, left.signal]) };
  const events = conversationEvents(following);
  try {
    const opened = await events.next();
    if (opened.done) return;
    const sent = await source.outbox.send(source.conversationId, text, options);
    yield* replyText(following, events, sent);
  } finally {
    left.abort();
    await events.return();
  }
}

async function* replyText(
  source: FeedSource,
  events: AsyncIterable<FeedEvent>,
  { message, reply }: Sent,
): AsyncGenerator<string, void, undefined> {
  if (!reply) return;
  let heldChars = 0;
  for await (const event of events) {
    if (event.type === 'reply.grew' && event.generationId === reply.id && event.channel === 'text') {
      heldChars += event.text.length;
      yield event.text;
    }
    if (event.type === 'reply.ended' && event.generationId === reply.id) return finish(event);
    if (event.type !== 'opened') continue;
    // Begun anew in the middle: the rest of what is there, then on with what follows.
    const current = await findMessage(source, event, reply.messageId, message.seq);
    const news = current?.text.slice(heldChars) ?? '';
    heldChars += news.length;
    if (news) yield news;
    if (!current?.generation || hasEnded(current.generation)) return finish(current?.generation ?? { state: 'interrupted' });
  }
}

/** In the snapshot, or further back in a conversation that went on quickly. */
async function findMessage(
  { api, conversationId }: FeedSource,
  opened: Opened,
  id: Message['id'],
  afterSeq: number,
): Promise<Message | undefined> {
  let page: { messages: Message[]; more: boolean } = opened;
  for (;;) {
    const found = page.messages.find((message) => message.id === id);
    const beforeSeq = page.messages[0]?.seq ?? 0;
    if (found || !page.more || beforeSeq <= afterSeq) return found;
    const { items, more } = await api.message.history.query({ conversationId, beforeSeq }).catch((error: unknown) => {
      throw meaningOf(error);
    });
    page = { messages: items, more };
  }
}

type Finished = Extract<FeedEvent, { type: 'reply.ended' }> | Pick<NonNullable<Message['generation']>, 'state'>;

function hasEnded({ state }: NonNullable<Message['generation']>): boolean {
  return state === 'done' || state === 'stopped' || state === 'truncated' || state === 'failed' || state === 'interrupted';
}

function finish(finished: Finished): void {
  const outcome = 'outcome' in finished ? finished.outcome : finished.state;
  switch (outcome) {
    case 'done':
    case 'queued':
    case 'loading':
    case 'prompting':
    case 'streaming':
      return;
    case 'stopped':
    case 'truncated':
    case 'failed':
    case 'interrupted':
      throw new ReplyEnded({
        outcome,
        ...('code' in finished && { code: finished.code }),
        ...('by' in finished && finished.by && { by: finished.by }),
      });
  }
}
