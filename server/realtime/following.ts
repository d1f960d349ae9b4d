/** What follows a place in a conversation. It depends on the place and on nobody who asks, so those who stand at the same place share it. */
import type { LoggedEvent, StoredGeneration, StoredMessage } from '../../db/store.ts';
import type { Channel, ConversationEvent, PassingEvent } from '../../shared/events.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { FEED } from '../../shared/limits.ts';
import type { Lengths, Message } from '../../shared/schemas/conversation.ts';
import type { Replies } from '../generation/replies.ts';
import type { App } from '../ports.ts';
import { copyOf, type Cursor, type Place, placeAt } from './cursor.ts';

type Sources = Pick<App, 'store' | 'replies'>;

/** One frame's worth, and where it leads. `more`: there may be more after it, of the log or of a text that did not fit. */
export interface Step {
  events: ConversationEvent[];
  to: Place;
  more: boolean;
}

/** Stored events in order, each reply's end after the rest of its text. */
export async function loggedAfter(app: Sources, conversationId: ConversationId, { cursor }: Place): Promise<Step> {
  const logged = await app.store.events.after(conversationId, cursor.seq, FEED.maxEventsPerFrame);
  const to = copyOf(cursor);
  const events: ConversationEvent[] = [];
  let room: number = FEED.maxTextPerFrameChars;
  for (const event of logged) {
    const missing = event.type === 'reply.ended' ? await missingBefore(app, to, event, room) : [];
    events.push(...missing);
    room -= charsOf(missing) + sizeOf(event);
    // The event itself goes with the next frame, after the rest of its text.
    if (room <= 0 && events.length > 0) break;
    events.push(deliver(app, to, event));
  }
  const last = logged.at(-1);
  const more = last !== undefined && (last.seq > to.seq || logged.length === FEED.maxEventsPerFrame);
  return { events, to: placeAt(to), more };
}

/** What was written since, of every generation whose start is known at that place. */
export function grownAfter(app: Pick<App, 'replies'>, conversationId: ConversationId, place: Place): Step {
  const growing = app.replies.growingIn(conversationId);
  if (growing.length === 0) return { events: [], to: place, more: false };
  const to = copyOf(place.cursor);
  const pieces: Piece[] = [];
  let room: number = FEED.maxTextPerFrameChars;
  for (const { stored, shown } of growing) {
    if (stored.startedSeq > to.seq) continue;
    const found = piecesAfter(to, stored, shown, room);
    room -= charsOf(found);
    pieces.push(...found);
  }
  return { events: pieces, to: pieces.length > 0 ? placeAt(to) : place, more: room <= 0 };
}

/** A cursor may claim more text than exists only after a power cut took the journal's last pieces, or when it is made up. */
export function knowsMoreThanThere(app: Pick<App, 'replies'>, conversationId: ConversationId, cursor: Cursor): boolean {
  return app.replies.growingIn(conversationId).some(({ stored, shown }) => {
    const held = cursor.offsets.get(stored.startedSeq);
    return held !== undefined && CHANNELS.some((channel) => held[channel] > shown[channel].length);
  });
}

function deliver(app: Sources, to: Cursor, event: LoggedEvent): ConversationEvent {
  to.seq = event.seq;
  if (event.type === 'message.posted') return { ...event, message: app.replies.present(event.message) };
  if (event.type !== 'reply.started') return event;
  to.offsets.set(event.seq, { ...event.from });
  return { ...event, message: asItBegan(event.message, event.from, app.replies) };
}

/** The rest of a text whose end comes next, at most `room` characters of it. */
async function missingBefore(
  { store }: Sources,
  to: Cursor,
  event: Extract<LoggedEvent, { type: 'reply.ended' }>,
  room: number,
): Promise<Piece[]> {
  const generation = await store.generations.find(event.generationId);
  if (!generation) return [];
  const message = await store.messages.find(event.messageId);
  const texts = { thinking: until(message?.thinking, event.lengths.thinking), text: until(message?.text, event.lengths.text) };
  const pieces = piecesAfter(to, generation, texts, room);
  if (charsOf(pieces) < room) to.offsets.delete(generation.startedSeq);
  return pieces;
}

/** From what the cursor holds on, at most `room` characters; the cursor moves along. */
function piecesAfter(to: Cursor, generation: StoredGeneration, texts: Readonly<Record<Channel, string>>, room: number): Piece[] {
  const held: Lengths = { ...(to.offsets.get(generation.startedSeq) ?? generation.from) };
  const pieces: Piece[] = [];
  let left = room;
  for (const channel of CHANNELS) {
    const text = piece(texts[channel], held[channel], left);
    if (!text) continue;
    pieces.push({ type: 'reply.grew', generationId: generation.id, channel, from: held[channel], text });
    held[channel] += text.length;
    left -= text.length;
  }
  to.offsets.set(generation.startedSeq, held);
  return pieces;
}

type Piece = Extract<PassingEvent, { type: 'reply.grew' }>;

const CHANNELS: readonly Channel[] = ['thinking', 'text'];

function charsOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { text }) => sum + text.length, 0);
}

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
