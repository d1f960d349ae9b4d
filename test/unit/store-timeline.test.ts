import { expect, test } from 'vitest';
import type { OutboxItem } from '../../client/sdk/types.ts';
import { lastShownReply, type Row, timeline, type TimelineInput } from '../../client/store/timeline.ts';
import { at, BO, CONVERSATION, idOf, ME, message, reply } from './sdk-builders.ts';

const base: TimelineInput = { messages: [], notices: [], outbox: [], me: ME, chosen: new Map(), timeZone: 'UTC' };
const byBo = { kind: 'user', userId: BO.userId, name: BO.name } as const;

function item(clientKey: string, about: Partial<Pick<OutboxItem, 'text' | 'queuedAt'>> = {}): OutboxItem {
  return { clientKey, conversationId: CONVERSATION, text: clientKey, queuedAt: at(0), state: 'waiting', ...about };
}

/** Rows in short: what they are and of what. */
function short(rows: readonly Row[]): string[] {
  return rows.map((row) => {
    switch (row.kind) {
      case 'day':
        return `day ${row.day}`;
      case 'new':
        return 'new';
      case 'notice':
        return `notice ${row.notices.map(({ seq }) => seq).join('+')}`;
      case 'message':
        return `${row.first ? '+' : ' '}${row.message.seq}${row.siblings ? ` ${row.siblings.index + 1}/${row.siblings.ids.length}` : ''}`;
      case 'outgoing':
        return `${row.first ? '+' : ' '}${row.item.clientKey}`;
    }
  });
}

test('messages of one author within five minutes form a group; a later one and another author begin anew', () => {
  const messages = [
    message({ seq: 1, createdAt: at(0) }),
    message({ seq: 2, createdAt: at(299) }),
    message({ seq: 3, createdAt: at(299 + 300) }),
    message({ seq: 4, createdAt: at(600), author: byBo }),
    reply({ seq: 5, createdAt: at(601) }),
  ];
  expect(short(timeline({ ...base, messages }))).toEqual(['day 2026-03-01', '+1', ' 2', '+3', '+4', '+5']);
});

test('a day line stands before the first of each day where the reader is, and begins a group', () => {
  const messages = [message({ seq: 1, createdAt: '2026-03-01T22:59:00.000Z' }), message({ seq: 2, createdAt: '2026-03-01T23:01:00.000Z' })];
  expect(short(timeline({ ...base, messages }))).toEqual(['day 2026-03-01', '+1', ' 2']);
  expect(short(timeline({ ...base, messages, timeZone: 'Europe/Berlin' }))).toEqual(['day 2026-03-01', '+1', 'day 2026-03-02', '+2']);
});

test('the New line stands before the first unread message of somebody else', () => {
  const messages = [message({ seq: 1 }), message({ seq: 2 }), message({ seq: 3, author: byBo }), message({ seq: 4, author: byBo })];
  expect(short(timeline({ ...base, messages, readSeq: 1 }))).toEqual(['day 2026-03-01', '+1', ' 2', 'new', '+3', ' 4']);
  expect(short(timeline({ ...base, messages, readSeq: 4 }))).not.toContain('new');
  expect(short(timeline({ ...base, messages }))).not.toContain('new');
});

test('the New line does not stand before a reply one asked for oneself, nor before what was deleted', () => {
  const own = [message({ seq: 1 }), reply({ seq: 2 })];
  expect(short(timeline({ ...base, messages: own, readSeq: 1 }))).not.toContain('new');
  const gone = message({ seq: 3, author: byBo, deletedAt: at(3) });
  const asked = reply({ seq: 4 }, { requestedBy: BO });
  expect(short(timeline({ ...base, messages: [...own, gone, asked], readSeq: 1 }))).toEqual([
    'day 2026-03-01',
    '+1',
    '+2',
    '+3',
    'new',
    '+4',
  ]);
});

test('notices stand at their place and end a group', () => {
  const messages = [message({ seq: 1 }), message({ seq: 3 })];
  const notices = [{ type: 'member.joined', seq: 2, person: BO, at: at(2) } as const];
  expect(short(timeline({ ...base, messages, notices }))).toEqual(['day 2026-03-01', '+1', 'notice 2', '+3']);
});

test('who joins one after the other is one line; who leaves, a message, and another day begin a new one', () => {
  const notice = (seq: number, type: 'member.joined' | 'member.left' = 'member.joined') => ({ type, seq, person: BO, at: at(seq) });
  const notices = [notice(2), notice(3), notice(5), notice(6, 'member.left'), notice(7, 'member.left'), notice(8), notice(86_500)];
  const rows = timeline({ ...base, messages: [message({ seq: 1 }), message({ seq: 4 })], notices });
  expect(short(rows)).toEqual([
    'day 2026-03-01',
    '+1',
    'notice 2+3',
    '+4',
    'notice 5',
    'notice 6+7',
    'notice 8',
    'day 2026-03-02',
    'notice 86500',
  ]);
  // A longer line is the same line.
  expect(rows[2]?.key).toBe(timeline({ ...base, notices: notices.slice(0, 1) })[1]?.key);
});

test('of several answers the latest stands at the place of the first; each person may turn to another', () => {
  const question = message({ seq: 1 });
  const messages = [
    question,
    reply({ seq: 2, parentId: question.id }),
    message({ seq: 3, author: byBo }),
    reply({ seq: 4, parentId: question.id }),
  ];
  expect(short(timeline({ ...base, messages }))).toEqual(['day 2026-03-01', '+1', '+4 2/2', '+3']);
  const turned = timeline({ ...base, messages, chosen: new Map([[question.id, idOf(2)]]) });
  expect(short(turned)).toEqual(['day 2026-03-01', '+1', '+2 1/2', '+3']);
  expect(lastShownReply(turned)).toBe(idOf(2));
  const gone = timeline({ ...base, messages, chosen: new Map([[question.id, idOf(9)]]) });
  expect(lastShownReply(gone)).toBe(idOf(4));
});

test('a message sent next goes on from the last reply on the screen; a deleted one does not count', () => {
  const messages = [
    message({ seq: 1 }),
    reply({ seq: 2, parentId: idOf(1) }),
    message({ seq: 3 }),
    reply({ seq: 4, parentId: idOf(3), deletedAt: at(9) }),
  ];
  expect(lastShownReply(timeline({ ...base, messages }))).toBe(idOf(2));
  expect(lastShownReply(timeline({ ...base, messages: [message({ seq: 1 })] }))).toBeUndefined();
});

test('what is on its way stands at the end until its message is there, and keeps its row', () => {
  const outbox = [item('k1', { queuedAt: at(2) }), item('k2', { queuedAt: at(3) })];
  const before = timeline({ ...base, messages: [message({ seq: 1, createdAt: at(1) })], outbox });
  expect(short(before)).toEqual(['day 2026-03-01', '+1', ' k1', ' k2']);
  const after = timeline({ ...base, messages: [message({ seq: 1, createdAt: at(1) }), message({ seq: 2, clientKey: 'k1' })], outbox });
  expect(short(after)).toEqual(['day 2026-03-01', '+1', ' 2', ' k2']);
  expect(after[2]?.key).toBe(before[2]?.key);
});

test('a key that somebody else used as well hides nothing of mine', () => {
  const messages = [message({ seq: 1, author: byBo, clientKey: 'k1' })];
  expect(short(timeline({ ...base, messages, outbox: [item('k1')] }))).toEqual(['day 2026-03-01', '+1', '+k1']);
});

test('every row has a key of its own', () => {
  const messages = [
    message({ seq: 1 }),
    message({ seq: 2, author: byBo }),
    reply({ seq: 3, parentId: idOf(1) }),
    reply({ seq: 4, parentId: idOf(1) }),
  ];
  const rows = timeline({
    ...base,
    messages,
    readSeq: 1,
    notices: [{ type: 'member.joined', seq: 5, person: BO, at: at(5) }],
    outbox: [item('k1')],
  });
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});
