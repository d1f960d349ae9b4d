/**
 * A feed's position, complete in itself: the event number, and per open generation how much of its text was delivered. It travels as the id of every
 * frame and comes back as lastEventId, so resuming costs what is missing and nothing else. Text: `run.seq.n` then `~started:thinking:text` per
 * open generation. A client that sees two sockets' frames while it changes over tells them apart by their ids: a frame that moved the position is
 * named by where it leads (n is 0), so the same frame has the same name on both; one that did not is named by an n of its own.
 */
import type { Lengths } from '../../shared/schemas/conversation.ts';

export interface Position {
  /** The mark of the run of the server that gave it. */
  readonly run: string;
  readonly seq: number;
  /** By the event number of the generation's reply.started. */
  readonly offsets: ReadonlyMap<number, Lengths>;
}

/** One that moves. */
export interface Cursor extends Position {
  seq: number;
  readonly offsets: Map<number, Lengths>;
}

/** A position with its name: equal names, equal positions. */
export interface Place {
  readonly cursor: Position;
  readonly name: string;
}

/** Where nothing is being written, which is where most are most of the time. */
const NONE: ReadonlyMap<number, Lengths> = new Map();

const PATTERN = /^([0-9a-z]{1,20})\.(\d{1,15})\.([0-9a-z]{1,12})((?:~\d{1,15}:\d{1,9}:\d{1,9}){0,64})$/;

let frames = Math.floor(Math.random() * 1e9);

/** Unique in this process and, for all that matters, over a restart: a client that sees two sockets' frames tells them apart by it. */
export function nextFrame(): string {
  frames += 1;
  return frames.toString(36);
}

export function writeCursor({ run, seq, offsets }: Position, n = nextFrame()): string {
  let open = '';
  for (const [started, { thinking, text }] of offsets) open += `~${started}:${thinking}:${text}`;
  return `${run}.${seq}.${n}${open}`;
}

export function placeAt({ run, seq, offsets }: Position): Place {
  const cursor = { run, seq, offsets: offsets.size > 0 ? offsets : NONE };
  return { cursor, name: writeCursor(cursor, '0') };
}

/** To move on from it: the place itself stays what it is. */
export function copyOf({ run, seq, offsets }: Position): Cursor {
  return { run, seq, offsets: new Map(offsets) };
}

/** Undefined when it is nonsense: the text comes from a client. */
export function readCursor(text: string): Cursor | undefined {
  const match = PATTERN.exec(text);
  const [, run, seq, , open] = match ?? [];
  if (run === undefined || seq === undefined) return undefined;
  const offsets = new Map((open ?? '').split('~').filter(Boolean).map(readOffset));
  return { run, seq: Number(seq), offsets };
}

function readOffset(part: string): [number, Lengths] {
  const [started = 0, thinking = 0, text = 0] = part.split(':').map(Number);
  return [started, { thinking, text }];
}
