/**
 * A feed's position, complete in itself: the event number, and per open generation how much of its text was delivered. It travels as the id of every
 * frame and comes back as lastEventId, so resuming costs what is missing and nothing else. It stands in every frame twice, so it is short: the mark of
 * the run (4 characters), seq, `.n` if there is one or nothing is open, then per open generation `~text`, `.thinking` where there is some, and `-back`
 * where it started that many events before seq; all numbers with 36 digits. A client that sees two sockets' frames while it changes over tells them
 * apart by their ids: a frame that moved the position is named by where it leads (n is empty), so the same frame has the same name on both; one that did
 * not is named by an n of its own.
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

const PATTERN = /^([\w-]{4})([0-9a-z]{1,9})(?=[.~])(?:\.[0-9a-z]{0,12})?((?:~[0-9a-z]{1,6}(?:\.[0-9a-z]{1,6})?(?:-[0-9a-z]{1,9})?){0,64})$/;
const DIGITS = 36;

let frames = Math.floor(Math.random() * 1e9);

/** Unique in this process and, for all that matters, over a restart: a client that sees two sockets' frames tells them apart by it. */
export function nextFrame(): string {
  frames += 1;
  return frames.toString(DIGITS);
}

export function writeCursor({ run, seq, offsets }: Position, n = nextFrame()): string {
  let name = run + seq.toString(DIGITS);
  if (n !== '' || offsets.size === 0) name += `.${n}`;
  for (const [started, { thinking, text }] of offsets) {
    name += `~${text.toString(DIGITS)}`;
    if (thinking > 0) name += `.${thinking.toString(DIGITS)}`;
    if (started !== seq) name += `-${(seq - started).toString(DIGITS)}`;
  }
  return name;
}

export function placeAt({ run, seq, offsets }: Position): Place {
  const cursor = { run, seq, offsets: offsets.size > 0 ? offsets : NONE };
  return { cursor, name: writeCursor(cursor, '') };
}

/** To move on from it: the place itself stays what it is. */
export function copyOf({ run, seq, offsets }: Position): Cursor {
  return { run, seq, offsets: new Map(offsets) };
}

/** Undefined when it is nonsense: the text comes from a client. */
export function readCursor(text: string): Cursor | undefined {
  const [, run, head, open = ''] = PATTERN.exec(text) ?? [];
  if (run === undefined || head === undefined) return undefined;
  const seq = number(head);
  const offsets = new Map<number, Lengths>();
  for (const part of open.split('~').filter(Boolean)) {
    const [lengths = '', back = '0'] = part.split('-');
    const [text = 0, thinking = 0] = lengths.split('.').map(number);
    offsets.set(seq - number(back), { thinking, text });
  }
  return { run, seq, offsets };
}

const number = (digits: string) => Number.parseInt(digits, DIGITS);
