/**
 * From a conversation's messages to the rows of a screen: day lines, the line where the new begins, groups of one author, one answer out of
 * several, and what is still on its way. Nothing here looks at growing text, so the rows stay as they are while a reply is written.
 */
import type { MessageId, UserId } from '../../shared/ids.ts';
import type { Author, Message, Notice } from '../../shared/schemas/conversation.ts';
import type { OutboxItem } from '../sdk/types.ts';

const GROUP_MS = 5 * 60_000;

export interface TimelineInput {
  messages: readonly Message[];
  notices: readonly Notice[];
  /** Unsent messages of this conversation, oldest first. */
  outbox: readonly OutboxItem[];
  me: UserId;
  /** Which answer this person turned to, by the message it answers; the latest unless told. */
  chosen: ReadonlyMap<MessageId, MessageId>;
  /** What was read when the screen opened; left out: no "New" line. */
  readSeq?: number;
  /** IANA name; the system's own unless told. */
  timeZone?: string;
}

/** Several answers to one message: this one is number `index` (from 0) of `ids`. */
export interface Siblings {
  index: number;
  ids: readonly MessageId[];
}

export type Row =
  /** `day`: YYYY-MM-DD where the reader is; `at`: ISO time of what follows. */
  | { kind: 'day'; key: string; day: string; at: string }
  | { kind: 'new'; key: string }
  /** Who joined, or who left, with nothing in between; oldest first. */
  | { kind: 'notice'; key: string; notices: readonly [Notice, ...Notice[]] }
  /** `first`: begins a group, so the author is named. */
  | { kind: 'message'; key: string; message: Message; first: boolean; siblings?: Siblings }
  | { kind: 'outgoing'; key: string; item: OutboxItem; first: boolean };

type Line = { seq: number; at: string } & ({ notice: Notice } | { message: Message; siblings?: Siblings });

export function timeline(input: TimelineInput): Row[] {
  const dayOf = dayFormat(input.timeZone);
  const rows: Row[] = [];
  let day: string | undefined;
  let newIsMarked = input.readSeq === undefined;
  for (const line of linesOf(input)) {
    const lineDay = dayOf(line.at);
    if (lineDay !== day) rows.push({ kind: 'day', key: `day ${lineDay}`, day: lineDay, at: line.at });
    day = lineDay;
    if (!newIsMarked && isNewTo(input, line)) {
      rows.push({ kind: 'new', key: 'new' });
      newIsMarked = true;
    }
    const longer = longerNotice(rows.at(-1), line);
    if (longer === undefined) rows.push(rowOf(line, rows.at(-1), input.me));
    else rows.splice(-1, 1, longer);
  }
  return [...rows, ...outgoing(input, rows.at(-1))];
}

/** What a new message is sent with as `parentId`: the answer that is last on this screen, so that the model reads the line as the asker sees it. */
export function lastShownReply(rows: readonly Row[]): MessageId | undefined {
  const reply = rows.findLast(
    (row) => row.kind === 'message' && row.message.author.kind === 'model' && row.message.deletedAt === undefined,
  );
  return reply?.kind === 'message' ? reply.message.id : undefined;
}

function linesOf({ messages, notices, chosen }: TimelineInput): Line[] {
  const answers = answersByQuestion(messages);
  const lines: Line[] = notices.map((notice) => ({ seq: notice.seq, at: notice.at, notice }));
  for (const message of messages) {
    const line = lineOf(message, answers, chosen);
    if (line) lines.push(line);
  }
  return lines.toSorted((a, b) => a.seq - b.seq);
}

/** Answers to one message share one place, that of the first: turning to another moves nothing else. */
function lineOf(message: Message, answers: ReadonlyMap<MessageId, Message[]>, chosen: TimelineInput['chosen']): Line | undefined {
  const siblings = message.parentId && message.author.kind === 'model' ? answers.get(message.parentId) : undefined;
  if (!siblings || siblings.length === 1) return { seq: message.seq, at: message.createdAt, message };
  if (siblings[0] !== message) return undefined;
  const wanted = message.parentId && chosen.get(message.parentId);
  const found = siblings.findIndex(({ id }) => id === wanted);
  const index = found === -1 ? siblings.length - 1 : found;
  const ids = siblings.map(({ id }) => id);
  return { seq: message.seq, at: message.createdAt, message: siblings[index] ?? message, siblings: { index, ids } };
}

function answersByQuestion(messages: readonly Message[]): Map<MessageId, Message[]> {
  const answers = new Map<MessageId, Message[]>();
  for (const message of messages) {
    if (message.author.kind !== 'model' || !message.parentId) continue;
    const siblings = answers.get(message.parentId);
    if (siblings) siblings.push(message);
    else answers.set(message.parentId, [message]);
  }
  return answers;
}

/** People who come one after the other are one line, and so are those who go. */
function longerNotice(above: Row | undefined, line: Line): Row | undefined {
  if (above?.kind !== 'notice' || !('notice' in line) || above.notices[0].type !== line.notice.type) return undefined;
  return { ...above, notices: [...above.notices, line.notice] };
}

function rowOf(line: Line, above: Row | undefined, me: UserId): Row {
  if ('notice' in line) return { kind: 'notice', key: `notice ${line.seq}`, notices: [line.notice] };
  const { message, siblings } = line;
  const first = !continues(above, message.author, message.createdAt);
  return { kind: 'message', key: keyOf(message, me), message, first, ...(siblings && { siblings }) };
}

/** One's own message keeps the key it had on its way, so that its row stays the same one when it arrives. */
function keyOf({ id, author, clientKey }: Message, me: UserId): string {
  return clientKey !== undefined && author.kind === 'user' && author.userId === me ? clientKey : id;
}

/** As the server counts what is unread: not one's own, nor the replies one asked for, nor what is deleted. */
function isNewTo({ readSeq = 0, me }: TimelineInput, line: Line): boolean {
  return !('notice' in line) && line.message.seq > readSeq && isUnread(line.message, me);
}

/** When it comes after what was read. */
export function isUnread({ author, generation, deletedAt }: Message, me: UserId): boolean {
  if (deletedAt !== undefined) return false;
  return author.kind === 'user' ? author.userId !== me : generation?.requestedBy.userId !== me;
}

/** What has arrived by the feed is not shown a second time while its acknowledgement is on the way. */
function outgoing({ messages, outbox, me }: TimelineInput, above: Row | undefined): Row[] {
  const arrived = new Set(
    messages.filter(({ author }) => author.kind === 'user' && author.userId === me).map(({ clientKey }) => clientKey),
  );
  const rows: Row[] = [];
  for (const item of outbox.filter(({ clientKey }) => !arrived.has(clientKey))) {
    const first = rows.length === 0 && !continues(above, { kind: 'user', userId: me, name: '' }, item.queuedAt);
    rows.push({ kind: 'outgoing', key: item.clientKey, item, first });
  }
  return rows;
}

function continues(above: Row | undefined, author: Author, at: string): boolean {
  if (above?.kind !== 'message') return false;
  return isSameAuthor(above.message.author, author) && Date.parse(at) - Date.parse(above.message.createdAt) < GROUP_MS;
}

function isSameAuthor(a: Author, b: Author): boolean {
  if (a.kind === 'user') return b.kind === 'user' && a.userId === b.userId;
  return b.kind === 'model' && a.model === b.model;
}

const days = new Map<string, Map<string, string>>();

/** A day is the same for a whole minute, wherever one is; asking for it costs more than all the rest of a row. */
function dayFormat(timeZone = ''): (iso: string) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    ...(timeZone !== '' && { timeZone }),
  });
  const known = days.get(timeZone) ?? new Map<string, string>();
  days.set(timeZone, known);
  return (iso) => {
    const minute = iso.slice(0, 16);
    const day = known.get(minute) ?? format.format(new Date(iso));
    known.set(minute, day);
    return day;
  };
}
