import { expect, test } from 'vitest';
import { messageId } from '../../shared/ids.ts';
import { conversationOf, house, refusal, say, T0, to } from './store-support.ts';

/** A conversation of so many messages, with an edit after every third, so that their numbers are not in a row; somebody joins after the fifth. */
async function talk(count: number) {
  const w = await house();
  const { store, owner, welcome } = w;
  const guard = owner.may(to.conversation(welcome));
  for (let at = 1; at <= count; at += 1) {
    const { message } = await say(store, owner, welcome, `Line ${at}`, { now: T0 + at });
    if (at % 3 === 0) await store.messages.edit({ messageId: message.id, text: `Line ${at}!` }, owner.may(to.message(message.id)), T0 + at);
    if (at === 5) await w.joined('Ana');
  }
  const all = (await store.messages.history({ conversationId: welcome, limit: 1_000 }, guard)).items;
  const { notices } = await store.messages.history({ conversationId: welcome, limit: 1_000 }, guard);
  const history = (from: object, limit: number) => store.messages.history({ conversationId: welcome, limit, ...from }, guard);
  return { ...w, guard, all, notices, history };
}

test('SEQ-2 from any message one pages to both ends without a gap or a repeat, notices too', async () => {
  const { all, notices, history } = await talk(17);
  expect(notices).toHaveLength(1);
  for (const limit of [1, 2, 5, 50])
    for (const { id } of all) {
      const begun = await history({ aroundMessageId: id }, limit);
      expect(begun.items.map((each) => each.id)).toContain(id);
      expect(begun.items.length).toBeLessThanOrEqual(limit);
      let { items, notices: met, more, newer } = begun;
      while (more) {
        const page = await history({ beforeSeq: items[0]?.seq }, limit);
        expect(page.newer).toBe(true);
        [items, met, more] = [[...page.items, ...items], [...page.notices, ...met], page.more];
      }
      while (newer) {
        const page = await history({ afterSeq: items.at(-1)?.seq }, limit);
        expect(page.more).toBe(true);
        [items, met, newer] = [[...items, ...page.items], [...met, ...page.notices], page.newer];
      }
      expect(items).toEqual(all);
      expect(met).toEqual(notices);
    }
});

test('a page around a number begins where that is, also where no message has it, and beyond both ends', async () => {
  const { all, history } = await talk(9);
  const edited = (all[3]?.seq ?? 0) + 1;
  const textsAt = async (aroundSeq: number, limit: number) => (await history({ aroundSeq }, limit)).items.map(({ text }) => text);
  expect(await textsAt(edited, 4)).toEqual(all.slice(2, 6).map(({ text }) => text));
  expect(await textsAt(0, 2)).toEqual(all.slice(0, 1).map(({ text }) => text));
  expect(await textsAt(1_000, 4)).toEqual(all.slice(-2).map(({ text }) => text));
  expect(await history({ afterSeq: 1_000 }, 4)).toMatchObject({ items: [], newer: false, more: true });
});

test('ACCESS-2 a message of another conversation is as unknown as one that never was', async () => {
  const w = await talk(2);
  const other = await conversationOf(w, w.owner, 'private');
  const { message } = await say(w.store, w.owner, other.id, 'elsewhere');
  for (const id of [message.id, messageId.parse('z'.repeat(20))])
    expect(await refusal(w.history({ aroundMessageId: id }, 10))).toBe('NOT_FOUND');
});

test('an opened conversation says since when there is something unread, and nothing when there is not', async () => {
  const w = await talk(4);
  const ben = await w.joined('Ben');
  const open = () => w.store.conversations.open({ conversationId: w.welcome, limit: 1 }, ben.may(to.conversation(w.welcome)));
  expect((await open()).unreadSince).toBeUndefined();
  const { message } = await say(w.store, w.owner, w.welcome, 'one', { now: T0 + 50 });
  await say(w.store, w.owner, w.welcome, 'two', { now: T0 + 60 });
  expect((await open()).unreadSince).toBe(new Date(T0 + 50).toISOString());
  await w.store.messages.delete(message.id, w.owner.may(to.message(message.id)), T0 + 70);
  expect((await open()).unreadSince).toBe(new Date(T0 + 60).toISOString());
});
