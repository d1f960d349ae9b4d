/**
 * A feed's position, complete in itself: the event number, and per open generation how much of its text was delivered. It travels as the id of every
 * frame and comes back as lastEventId, so resuming costs what is missing and nothing else. Text: `epoch.seq.n` then `~started:thinking:text` per
 * open generation; n makes the id unique per frame (a client may see two sockets' frames while it changes over).
 */
import type { Lengths } from '../../shared/schemas/conversation.ts';

export interface Cursor {
  epoch: string;
  seq: number;
  /** By the event number of the generation's reply.started. */
  offsets: Map<number, Lengths>;
}

const PATTERN = /^([0-9a-z]{1,20})\.(\d{1,15})\.([0-9a-z]{1,12})((?:~\d{1,15}:\d{1,9}:\d{1,9}){0,64})$/;

let frames = Math.floor(Math.random() * 1e9);

/** Unique in this process and, for all that matters, over a restart: a client that sees two sockets' frames tells them apart by it. */
export function nextFrame(): string {
  frames += 1;
  return frames.toString(36);
}

export function writeCursor({ epoch, seq, offsets }: Cursor): string {
  const open = [...offsets].map(([started, { thinking, text }]) => `~${started}:${thinking}:${text}`).join('');
  return `${epoch}.${seq}.${nextFrame()}${open}`;
}

/** Undefined when it is nonsense: the text comes from a client. */
export function readCursor(text: string): Cursor | undefined {
  const match = PATTERN.exec(text);
  const [, epoch, seq, , open] = match ?? [];
  if (epoch === undefined || seq === undefined) return undefined;
  const offsets = new Map((open ?? '').split('~').filter(Boolean).map(readOffset));
  return { epoch, seq: Number(seq), offsets };
}

function readOffset(part: string): [number, Lengths] {
  const [started = 0, thinking = 0, text = 0] = part.split(':').map(Number);
  return [started, { thinking, text }];
}
