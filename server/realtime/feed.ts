/**
 * What one subscriber of one conversation receives, in three phases that are one loop: replay from its cursor, cut-over, live. The subscriber is a
 * cursor, not a queue (DESIGN 4.3): whenever it can write it reads what is new since its cursor, so a slow reader costs no memory and gets the
 * pieces joined. Right before each frame access is decided again, with no await in between (LEAVE-2).
 */
import type { LoggedEvent, StoredGeneration, StoredMessage } from '../../db/store.ts';
import type { Ref } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { Channel, ConversationEvent, PassingEvent } from '../../shared/events.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { FEED } from '../../shared/limits.ts';
import type { Lengths, Message } from '../../shared/schemas/conversation.ts';
import { decideNow } from '../access/gate.ts';
import type { Principal } from '../auth/principal.ts';
import type { Replies } from '../generation/replies.ts';
import type { App } from '../ports.ts';
import type { Nudge } from './bus.ts';
import { type Cursor, readCursor, writeCursor } from './cursor.ts';
import type { Connection } from './live.ts';
import { roomToSend } from './room-to-send.ts';
import { Wake } from './wake.ts';

export interface FeedFrame {
  /** Unique per frame; resuming from it continues right after the frame. */
  id: string;
  events: ConversationEvent[];
}

interface Subscriber {
  app: App;
  connection: Connection;
  who: Principal;
  conversationId: ConversationId;
}

/** Refuses what `conversation.read` refuses, also later: the end of access ends the feed. VALIDATION for a cursor that is none. */
export async function* conversationFeed(
  subscriber: Subscriber,
  lastEventId: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<FeedFrame> {
  const { app, connection, who, conversationId } = subscriber;
  const feed = new Feed(subscriber);
  // Listening begins before access is decided: a removal meets one or the other.
  const unlisten = app.bus.onConversation(conversationId, (nudge) => feed.hear(nudge));
  const leave = app.presence.enter(conversationId, { userId: who.userId, name: who.name });
  try {
    feed.decide();
    const reason = await feed.startAt(lastEventId);
    if (reason) {
      yield feed.frame([{ type: 'resync', reason }]);
      return;
    }
    while (await roomToSend(app.live, connection, signal)) {
      const events = await feed.next();
      feed.decide();
      if (events.length > 0) yield feed.frame(events);
      else await feed.wake.wait(signal);
    }
  } finally {
    unlisten();
    leave();
  }
}

class Feed {
  readonly wake = new Wake();
  readonly #subscriber: Subscriber;
  readonly #ref: Ref;
  #cursor: Cursor;
  /** Latest of each kind only: a passing event that was overtaken is of no use. */
  readonly #passing = new Map<string, PassingEvent>();
  #logGrew = true;

  constructor(subscriber: Subscriber) {
    this.#subscriber = subscriber;
    this.#ref = { kind: 'conversation', conversationId: subscriber.conversationId };
    this.#cursor = { epoch: subscriber.app.store.epoch, seq: 0, offsets: new Map() };
  }

  decide(): void {
    const { app, who } = this.#subscriber;
    decideNow(app, who, 'conversation.read', this.#ref);
  }

  hear(nudge: Nudge): void {
    if (nudge.topic === 'log' || nudge.topic === 'access') this.#logGrew = true;
    if (nudge.topic === 'passing') {
      if (nudge.except === this.#subscriber.who.userId) return;
      this.#passing.set(keyOf(nudge.event), nudge.event);
    }
    this.wake.call();
  }

  frame(events: ConversationEvent[]): FeedFrame {
    return { id: writeCursor(this.#cursor), events };
  }

  /** Takes up the cursor; says why when it cannot be carried on from. Without one: from now on, with the whole text of what is being written. */
  async startAt(lastEventId: string | undefined): Promise<'behind' | 'ahead' | 'epoch' | undefined> {
    const { app, conversationId } = this.#subscriber;
    const head = await app.store.events.head(conversationId);
    if (lastEventId === undefined) {
      this.#cursor.seq = head;
      return undefined;
    }
    const cursor = readCursor(lastEventId);
    if (!cursor) refuse('VALIDATION', 'lastEventId: not a cursor; leave it out, or give one that this server sent.');
    if (cursor.epoch !== app.store.epoch) return 'epoch';
    if (cursor.seq > head || this.#knowsMoreThanThere(cursor)) return 'ahead';
    if (head - cursor.seq > FEED.maxReplayEvents) return 'behind';
    this.#cursor = cursor;
    return undefined;
  }

  /** Everything since the cursor that fits into one frame; the cursor moves with it. */
  async next(): Promise<ConversationEvent[]> {
    const events: ConversationEvent[] = this.#logGrew ? await this.#logged() : [];
    const caughtUp = !this.#logGrew;
    if (caughtUp) events.push(...this.#passed(), ...this.#grown());
    return events;
  }

  async #logged(): Promise<ConversationEvent[]> {
    const { app, conversationId } = this.#subscriber;
    this.#logGrew = false;
    const logged = await app.store.events.after(conversationId, this.#cursor.seq, FEED.maxEventsPerFrame);
    const events: ConversationEvent[] = [];
    let room: number = FEED.maxTextPerFrameChars;
    for (const event of logged) {
      const missing = event.type === 'reply.ended' ? await this.#missingBefore(event, room) : [];
      events.push(...missing);
      room -= missing.reduce((sum, { text }) => sum + text.length, 0) + sizeOf(event);
      // The event itself goes with the next frame, after the rest of its text.
      if (room <= 0 && events.length > 0) break;
      events.push(this.#deliver(event));
    }
    const delivered = logged.at(-1);
    if (delivered && (delivered.seq > this.#cursor.seq || logged.length === FEED.maxEventsPerFrame)) this.#logGrew = true;
    return events;
  }

  #deliver(event: LoggedEvent): ConversationEvent {
    const { app } = this.#subscriber;
    this.#cursor.seq = event.seq;
    if (event.type === 'message.posted') return { ...event, message: app.replies.present(event.message) };
    if (event.type !== 'reply.started') return event;
    this.#cursor.offsets.set(event.seq, { ...event.from });
    return { ...event, message: asItBegan(event.message, event.from, app.replies) };
  }

  /** The rest of a text whose end comes next, at most `room` characters of it. */
  async #missingBefore(event: Extract<LoggedEvent, { type: 'reply.ended' }>, room: number): Promise<Piece[]> {
    const { store } = this.#subscriber.app;
    const generation = await store.generations.find(event.generationId);
    const held = generation && (this.#cursor.offsets.get(generation.startedSeq) ?? generation.from);
    if (!held) return [];
    const message = await store.messages.find(event.messageId);
    const pieces = this.#pieces(
      generation,
      { thinking: until(message?.thinking, event.lengths.thinking), text: until(message?.text, event.lengths.text) },
      room,
    );
    if (pieces.reduce((sum, { text }) => sum + text.length, 0) < room) this.#cursor.offsets.delete(generation.startedSeq);
    return pieces;
  }

  /** What was written since, of every generation whose start this subscriber knows. */
  #grown(): Piece[] {
    const { app, conversationId } = this.#subscriber;
    const pieces: Piece[] = [];
    let room: number = FEED.maxTextPerFrameChars;
    for (const { stored, shown } of app.replies.growingIn(conversationId)) {
      if (stored.startedSeq > this.#cursor.seq) continue;
      const more = this.#pieces(stored, shown, room);
      room -= more.reduce((sum, { text }) => sum + text.length, 0);
      pieces.push(...more);
    }
    return pieces;
  }

  /** From what the cursor holds on, at most `room` characters; the cursor moves along. */
  #pieces(generation: StoredGeneration, texts: Readonly<Record<Channel, string>>, room: number): Piece[] {
    const held: Lengths = { ...(this.#cursor.offsets.get(generation.startedSeq) ?? generation.from) };
    const pieces: Piece[] = [];
    let left = room;
    for (const channel of CHANNELS) {
      const text = piece(texts[channel], held[channel], left);
      if (!text) continue;
      pieces.push({ type: 'reply.grew', generationId: generation.id, channel, from: held[channel], text });
      held[channel] += text.length;
      left -= text.length;
    }
    this.#cursor.offsets.set(generation.startedSeq, held);
    return pieces;
  }

  #passed(): PassingEvent[] {
    const events = [...this.#passing.values()];
    this.#passing.clear();
    return events;
  }

  /** A cursor may claim more text than exists only after a power cut took the journal's last pieces, or when it is made up. */
  #knowsMoreThanThere(cursor: Cursor): boolean {
    const { app, conversationId } = this.#subscriber;
    return app.replies.growingIn(conversationId).some(({ stored, shown }) => {
      const held = cursor.offsets.get(stored.startedSeq);
      return held !== undefined && CHANNELS.some((channel) => held[channel] > shown[channel].length);
    });
  }
}

type Piece = Extract<PassingEvent, { type: 'reply.grew' }>;

const CHANNELS: readonly Channel[] = ['thinking', 'text'];

/** At most `room` characters from `from` on, never half of a surrogate pair. */
function piece(text: string, from: number, room: number): string {
  if (from >= text.length || room <= 0) return '';
  const cut = text.slice(from, from + room);
  const last = cut.charCodeAt(cut.length - 1);
  const halves = from + cut.length < text.length && last >= 0xd800 && last <= 0xdbff;
  return halves ? cut.slice(0, -1) : cut;
}

/** The message with the text it had when this generation began: what follows comes as pieces from these lengths. */
function asItBegan(message: StoredMessage, from: Lengths, replies: Pick<Replies, 'presentGeneration'>): Message {
  const { generation, thinking, ...rest } = message;
  const before = until(thinking, from.thinking);
  return {
    ...rest,
    text: until(rest.text, from.text),
    ...(before && { thinking: before }),
    ...(generation && { generation: replies.presentGeneration(generation) }),
  };
}

function until(text: string | undefined, length: number): string {
  return (text ?? '').slice(0, length);
}

/** Characters of people’s text in an event, to keep frames small. */
function sizeOf(event: LoggedEvent): number {
  if (event.type === 'message.edited') return event.text.length;
  return event.type === 'message.posted' ? event.message.text.length : 0;
}

function keyOf(event: PassingEvent): string {
  switch (event.type) {
    case 'reply.queued':
    case 'reply.state':
      return `generation ${event.generationId}`;
    case 'reply.grew':
      return `growth ${event.generationId} ${event.channel}`;
    case 'typing':
      return `typing ${event.person.userId}`;
    case 'presence':
    case 'resync':
      return event.type;
  }
}
