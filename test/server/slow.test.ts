import { expect, test } from 'vitest';
import { BACKLOG } from '../../shared/limits.ts';
import { openHouse } from '../support/house.ts';
import { RawSocket } from '../support/raw-socket.ts';

test('SLOW-1 SLOW-2 a reader that stops reading is closed with bounded memory, and delays nobody else', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const watch = ana.watch(ana.welcome.id);
  await watch.untilLive();
  const frozen = await RawSocket.dial(house.url, bo.cookie);
  // Many subscriptions make many bytes: the kernel's own buffers have to be full before the server's are.
  for (let id = 1; id <= 60; id += 1) {
    frozen.call(id, 'conversation.live', { conversationId: ana.welcome.id }, 'subscription');
    expect((await frozen.answer(id)).error).toBeUndefined();
  }
  frozen.freeze();
  const stalled = [...house.parley.app.live.all()].find((each) => each.subscriptions >= 60) ?? never();
  let highest = 0;

  await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: 'k', text: 'much', model: 'smollm2:135m' });
  const chat = await house.ollama.nextChat();
  const block = 'lorem ipsum '.repeat(300);
  let written = 0;
  for (let i = 0; i < 50; i += 1) {
    await chat.send(block);
    written += block.length;
    await watch.until(() => shown() >= written, 'the piece in time');
    highest = Math.max(highest, stalled.transport.backlogBytes());
  }
  await chat.finish();
  await watch.untilType('reply.ended');
  expect(highest).toBeLessThanOrEqual(BACKLOG.maxBytes);
  await expect.poll(() => stalled.dead, { timeout: BACKLOG.stalledMs + 8_000 }).toBe(true);
  frozen.thaw();
  frozen.leave();

  function shown(): number {
    return watch.events.reduce((sum, event) => (event.type === 'reply.grew' ? sum + event.text.length : sum), 0);
  }
});

test('SLOW-1 a subscriber holds a position, not a queue: what piles up is joined', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder();
  const { cursor } = await ana.api.conversation.open.query({ conversationId: ana.welcome.id });
  await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: 'k', text: 'go', model: 'smollm2:135m' });
  const chat = await house.ollama.nextChat();
  for (let i = 0; i < 100; i += 1) await chat.send('word ');
  await chat.finish();
  await expect
    .poll(async () => (await ana.api.message.history.query({ conversationId: ana.welcome.id })).items.at(-1)?.generation?.state)
    .toBe('done');
  const late = ana.watch(ana.welcome.id, cursor);
  await late.untilType('reply.ended');
  expect(late.events.filter(({ type }) => type === 'reply.grew')).toHaveLength(1);
});

function never(): never {
  throw new Error('this is always there');
}
