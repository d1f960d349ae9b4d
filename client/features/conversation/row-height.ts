import type { Attachment, Message } from '../../../shared/schemas/conversation.ts';
import type { Listed } from './use-older.ts';

const LINE = 22;
const CHAR = 7.3;
const GUTTER = 92;
const MAX_WIDTH = 808;
/** What stands beside the text, in pixels: paddings, the name of who begins a group, what is under a reply. */
const ROW = 6;
const NAMED = 33;
const FOOT = 32;

const breaks = new WeakMap<Message, number>();

/** About how high a row is before anybody has seen it, in a list of this width; both in pixels. The nearer to the truth, the steadier the scroll bar. */
export function rowHeight(row: Listed, width: number): number {
  switch (row.kind) {
    case 'beginning':
      return 116;
    case 'trouble':
      return 96;
    case 'day':
      return 42;
    case 'new':
      return 28;
    case 'notice':
      return 30;
    case 'message':
      return ROW + (row.first ? NAMED : 0) + (row.message.generation ? FOOT : 0) + textHeight(row.message, width);
    case 'outgoing':
      return (
        ROW +
        (row.first ? NAMED : 0) +
        Math.ceil(row.item.text.length / perLine(width)) * LINE +
        (row.item.files?.length ?? 0) * (FILE + GAP)
      );
  }
}

function textHeight(message: Message, width: number): number {
  if (message.deletedAt !== undefined) return LINE;
  const text = message.text === '' ? 0 : (Math.ceil(message.text.length / perLine(width)) + breaksIn(message)) * LINE;
  return text + filesHeight(message.attachments ?? []);
}

/** The box a picture is shown in, in pixels: known before anything of it is loaded. */
export function boxOf({ width = 1, height = 1 }: Attachment): { width: number; height: number } {
  const scale = Math.min(1, 360 / width, 320 / height);
  return { width: Math.max(24, Math.round(width * scale)), height: Math.max(24, Math.round(height * scale)) };
}

/** The same where there may be less room. */
export function boxStyle(file: Attachment): { width: string; aspectRatio: string } {
  const { width, height } = boxOf(file);
  return { width: `min(100%, ${width}px)`, aspectRatio: `${width} / ${height}` };
}

const FILE = 48;
/** Between two, and around them all. */
const GAP = 6;

function filesHeight(files: readonly Attachment[]): number {
  return files.reduce((sum, each) => sum + GAP + (each.type === 'image' ? boxOf(each).height : FILE), 0);
}

function breaksIn(message: Message): number {
  const known = breaks.get(message);
  if (known !== undefined) return known;
  const counted = message.text.split('\n').length - 1;
  breaks.set(message, counted);
  return counted;
}

function perLine(width: number): number {
  return Math.max(20, (Math.min(width, MAX_WIDTH) - GUTTER) / CHAR);
}
