import { expect, test } from 'vitest';
import { openHouse } from '../support/house.ts';
import { refusal } from '../support/person.ts';

const MODEL = 'smollm2:135m';
let keys = 0;
const key = () => `key-${(keys += 1)}`;

test('QUEUE-1 QUEUE-3 positions are visible and true, cancelling one that waits costs nothing', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const watch = ana.watch(ana.welcome.id);
  await watch.untilLive();
  const send = async (person: typeof ana, text: string) =>
    (await person.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text, model: MODEL })).reply ?? never();
  const running = await send(ana, 'one');
  const chat = await house.ollama.nextChat();
  const second = await send(ana, 'two');
  const third = await send(ana, 'three');
  const fromBo = await send(bo, 'mine');
  const queue = async () =>
    (await ana.api.generation.queue.query({ teamId: ana.team.id })).items.map(({ generation, position }) => [generation?.id, position]);
  await expect.poll(queue).toEqual([
    [running.id, 0],
    [fromBo.id, 1],
    [second.id, 2],
    [third.id, 3],
  ]);
  await watch.until((event) => event.type === 'reply.queued' && event.generationId === third.id && event.position === 3);
  const requests = house.ollama.chats.length;
  await ana.api.generation.stop.mutate({ generationId: second.id });
  await watch.until((event) => event.type === 'reply.queued' && event.generationId === third.id && event.position === 2);
  expect(house.ollama.chats).toHaveLength(requests);
  await chat.finish();
  const next = await house.ollama.nextChat();
  expect(next.body.messages.at(-1)?.content).toContain('mine');
  await next.finish();
  await (await house.ollama.nextChat()).finish();
  await watch.until((event) => event.type === 'reply.ended' && event.generationId === third.id);
});

test('QUEUE-2 a light team waits for at most one job of a heavy one', async () => {
  await using house = await openHouse({ chats: 'held' });
  const heavy = await house.founder('Heavy');
  const light = await house.founder('Light');
  for (let i = 0; i < 6; i += 1)
    await heavy.api.message.send.mutate({ conversationId: heavy.welcome.id, clientKey: key(), text: `job ${i}`, model: MODEL });
  const first = await house.ollama.nextChat();
  await light.api.message.send.mutate({ conversationId: light.welcome.id, clientKey: key(), text: 'just one', model: MODEL });
  await first.finish();
  const second = await house.ollama.nextChat();
  expect(second.body.messages.at(-1)?.content).toBe('just one');
  await second.finish();
  for (let i = 0; i < 5; i += 1) await (await house.ollama.nextChat()).finish();
});

test('QUEUE-1 of other teams the queue tells only that something is there', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder('Ana');
  const stranger = await house.founder('Stranger');
  await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'secret', model: MODEL });
  const chat = await house.ollama.nextChat();
  expect((await stranger.api.generation.queue.query({ teamId: stranger.team.id })).items).toEqual([{ position: 0, mine: false }]);
  await chat.finish();
});

test('INPUT-2 nobody queues without end', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder();
  const send = () => ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: key(), text: 'more', model: MODEL });
  for (let i = 0; i < 10; i += 1) await send();
  expect(await refusal(send())).toMatchObject({ reason: 'OVERLOADED' });
  const { items } = await ana.api.message.history.query({ conversationId: ana.welcome.id });
  expect(items.filter(({ text }) => text === 'more')).toHaveLength(10);
});

function never(): never {
  throw new Error('this is always there');
}

test('LEAVE-7 QUEUE-2 after a tier is lowered what waits of that team has the turns of the lower one', async () => {
  await using house = await openHouse({ chats: 'held' });
  const root = await house.founder('Root');
  const rich = await house.founder('Rich');
  const plain = await house.founder('Plain');
  await root.api.tier.set.mutate({ teamId: rich.team.id, tier: 'enterprise' });
  const ask = (person: typeof root, text: string) =>
    person.api.message.send.mutate({ conversationId: person.welcome.id, clientKey: key(), text, model: MODEL });
  await ask(root, 'running');
  const running = await house.ollama.nextChat();
  for (let each = 0; each < 4; each += 1) {
    await ask(rich, `rich ${each}`);
    await ask(plain, `plain ${each}`);
  }
  await root.api.tier.set.mutate({ teamId: rich.team.id, tier: 'free' });
  const order: (string | undefined)[] = [];
  for (let chat = running; order.length < 4;) {
    await chat.finish();
    chat = await house.ollama.nextChat();
    order.push(chat.body.messages.at(-1)?.content.split(' ')[0]);
  }
  expect(order.filter((team) => team === 'rich')).toHaveLength(2);
});
