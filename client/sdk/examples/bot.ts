/**
 * A bot: `npm run example:bot`, with PARLEY_EMAIL and PARLEY_PASSWORD of an account of its own that was invited to a team. Name it in any
 * conversation it may see: `@bot roll 2d6`, `@bot count`.
 *
 * What it read is remembered by the server (markRead), so it goes on where it stopped, however it stopped. What it answered is remembered as
 * well: the clientKey of an answer comes from the message it answers, and the same key is stored once.
 */
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import type { InboxEvent } from '../../../shared/events.ts';
import type { Conversation, Message } from '../../../shared/schemas/conversation.ts';
import type { User } from '../../../shared/schemas/identity.ts';
import { type Parley, ParleyRefusal } from '../index.ts';
import { signIn } from './sign-in.ts';

const terminal = createInterface({ input: process.stdin, output: process.stdout });
const parley = await signIn(terminal).finally(() => terminal.close());
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop.abort());

const { user: me } = await parley.api.auth.me.query();
console.log(`${me.name} is listening.`);
// Ends when told to stop, after what is being done; throws when the session ends.
for await (const event of parley.inbox({ signal: stop.signal })) {
  for (const conversation of changedIn(event)) await attend(parley, me, conversation);
}
await parley.close();

/** The inbox begins with everything and goes on with what changed: reading both the same way leaves nothing out. */
function changedIn(event: InboxEvent): Conversation[] {
  if (event.type === 'inbox.state') return event.conversations;
  return event.type === 'conversation.changed' ? [event.conversation] : [];
}

async function attend(client: Parley, self: User, { id, readSeq, lastSeq }: Conversation): Promise<void> {
  if (lastSeq <= readSeq) return;
  const messages = await messagesOf(client, id);
  for (const message of messages.filter(({ seq }) => seq > readSeq && seq <= lastSeq)) {
    if (isForMe(message, self)) await answer(client, message, messages);
  }
  await client.api.message.markRead.mutate({ conversationId: id, seq: lastSeq });
}

/** All of them, oldest first: lists come in pages. */
async function messagesOf(client: Parley, conversationId: Conversation['id']): Promise<Message[]> {
  const all: Message[] = [];
  for (;;) {
    const beforeSeq = all[0]?.seq;
    const { items, more } = await client.api.message.history.query({
      conversationId,
      limit: 100,
      ...(beforeSeq !== undefined && { beforeSeq }),
    });
    all.unshift(...items);
    if (!more || items.length === 0) return all;
  }
}

/** People only: a bot that answers models or itself never stops. */
function isForMe({ author, text }: Message, self: User): boolean {
  return author.kind === 'user' && author.userId !== self.id && text.toLowerCase().includes(`@${self.name.toLowerCase()}`);
}

async function answer(client: Parley, message: Message, messages: readonly Message[]): Promise<void> {
  const text = textFor(
    message,
    messages.filter(({ seq, deletedAt }) => seq <= message.seq && deletedAt === undefined),
  );
  try {
    // model null: nobody answers the bot.
    await client.conversation(message.conversationId).send(text, { clientKey: `answer-${message.id}`, model: null });
    console.log(`answered ${message.id}`);
  } catch (error) {
    // CONFLICT: answered already, in other words. Any other refusal (archived, no longer allowed) is for people to see to.
    if (!(error instanceof ParleyRefusal)) throw error;
    if (error.reason !== 'CONFLICT') console.error(`${message.id}: ${error.message}`);
  }
}

function textFor(message: Message, before: readonly Message[]): string {
  const [, count = '', sides = ''] = /\broll (\d{1,2})d(\d{1,4})\b/i.exec(message.text) ?? [];
  if (count && Number(sides) > 0) return rolled(message.id, Number(count), Number(sides));
  if (/\bcount\b/i.test(message.text)) return counted(before);
  return 'I know two things: `roll 2d6` rolls dice, `count` counts the messages of this conversation.';
}

/** The dice come from the message's id: asked again after a crash, they fall the same way. */
function rolled(seed: string, count: number, sides: number): string {
  const dice = Array.from(
    { length: count },
    (_, index) => (createHash('sha256').update(`${seed} ${index}`).digest().readUInt32BE() % sides) + 1,
  );
  const sum = dice.reduce((total, die) => total + die, 0);
  return `${dice.join(' + ')} = **${sum}**`;
}

function counted(messages: readonly Message[]): string {
  const people = new Set(messages.flatMap(({ author }) => (author.kind === 'user' ? [author.userId] : [])));
  const replies = messages.filter(({ author }) => author.kind === 'model').length;
  return `${messages.length} messages so far: ${messages.length - replies} of ${people.size} people, ${replies} of models.`;
}
