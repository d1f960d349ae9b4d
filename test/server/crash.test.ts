import { expect, test } from 'vitest';
import { startFakeOllama } from '../support/fake-ollama/fake-ollama.ts';
import { Person, post } from '../support/person.ts';
import { openProcessHouse, type ProcessHouse } from '../support/process-house.ts';
import { grown } from '../support/watch.ts';

async function founder(house: ProcessHouse): Promise<Person> {
  const ana = await Person.register(house.url, 'Ana', 'ana@example.org');
  await ana.createTeam('Acme');
  return ana;
}

test('REPLY-3 REPLY-4 what was shown survives kill -9: the reply is interrupted, its text whole, and can go on', async () => {
  await using ollama = await heldOllama();
  await using house = await openProcessHouse({ OLLAMA_HOST: ollama.fake.url });
  const ana = await founder(house);
  const watch = ana.watch(ana.welcome.id);
  await watch.untilLive();
  const { reply } = await ana.api.message.send.mutate({
    conversationId: ana.welcome.id,
    clientKey: 'k',
    text: 'go',
    model: 'smollm2:135m',
  });
  const id = reply?.id ?? never();
  const chat = await ollama.fake.nextChat();
  for (let i = 0; i < 40; i += 1) await chat.send(`word${i} `);
  await watch.until(() => grown(watch.events, id).includes('word20'), 'half of it');
  await house.kill();
  const shown = grown(watch.events, id);
  await house.start();

  await watch.untilType('reply.ended');
  const { items } = await ana.api.message.history.query({ conversationId: ana.welcome.id });
  expect(items.at(-1)?.generation).toMatchObject({ state: 'interrupted' });
  expect(items.at(-1)?.text.startsWith(shown)).toBe(true);
  expect(grown(watch.events, id)).toBe(items.at(-1)?.text);
  expect(watch.events.filter(({ type }) => type === 'reply.ended')).toHaveLength(1);

  const more = await ana.api.generation.continue.mutate({ generationId: id });
  const second = await ollama.fake.nextChat();
  await second.send('the end');
  await second.finish();
  await watch.until((event) => event.type === 'reply.ended' && event.generationId === more.generation.id);
  ana.leave();
});

test('SEND-2 what was acknowledged survives kill -9, and retrying it afterwards stores nothing twice', async () => {
  await using house = await openProcessHouse();
  const ana = await founder(house);
  const acknowledged: string[] = [];
  const sending = Array.from({ length: 60 }, async (_, i) => {
    await post(
      house.url,
      'message.send',
      { conversationId: ana.welcome.id, clientKey: `k${i}`, text: `line ${i}`, model: null },
      ana.cookie,
    );
    acknowledged.push(`line ${i}`);
    if (acknowledged.length === 20) await house.kill();
  });
  await Promise.allSettled(sending);
  expect(acknowledged.length).toBeGreaterThanOrEqual(20);
  await house.start();
  const texts = async () =>
    (await ana.api.message.history.query({ conversationId: ana.welcome.id, limit: 100 })).items.map(({ text }) => text);
  expect(await texts()).toEqual(expect.arrayContaining(acknowledged));
  for (let i = 0; i < 60; i += 1)
    await post(
      house.url,
      'message.send',
      { conversationId: ana.welcome.id, clientKey: `k${i}`, text: `line ${i}`, model: null },
      ana.cookie,
    );
  const all = (await texts()).filter((text) => text.startsWith('line'));
  expect(all).toHaveLength(60);
  expect(new Set(all).size).toBe(60);
  ana.leave();
});

test('STOP-1 SIGTERM lets a reply finish, tells clients to come back, and ends with 0', async () => {
  await using ollama = await heldOllama();
  await using house = await openProcessHouse({ OLLAMA_HOST: ollama.fake.url });
  const ana = await founder(house);
  const watch = ana.watch(ana.welcome.id);
  await watch.untilLive();
  const { reply } = await ana.api.message.send.mutate({
    conversationId: ana.welcome.id,
    clientKey: 'k',
    text: 'go',
    model: 'smollm2:135m',
  });
  const chat = await ollama.fake.nextChat();
  await chat.send('before ');
  await watch.untilType('reply.grew');
  const stopped = house.stop();
  await expect.poll(async () => (await fetch(`${house.url}/readyz`)).status).toBe(503);
  await chat.send('after');
  await chat.finish();
  expect(await stopped).toBe(0);
  expect(await watch.untilType('reply.ended')).toMatchObject({ outcome: 'done' });
  expect(grown(watch.events, reply?.id ?? never())).toBe('before after');
  await house.start();
  await post(house.url, 'message.send', { conversationId: ana.welcome.id, clientKey: 'k2', text: 'again', model: null }, ana.cookie);
  await watch.until((event) => event.type === 'message.posted' && event.message.text === 'again');
  ana.leave();
});

test('STOP-1 a reply that does not finish in time is kept as interrupted', async () => {
  await using ollama = await heldOllama();
  await using house = await openProcessHouse({ OLLAMA_HOST: ollama.fake.url, PARLEY_DRAIN_SECONDS: '0' });
  const ana = await founder(house);
  const watch = ana.watch(ana.welcome.id);
  await watch.untilLive();
  await ana.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: 'k', text: 'go', model: 'smollm2:135m' });
  const chat = await ollama.fake.nextChat();
  await chat.send('half');
  await watch.untilType('reply.grew');
  expect(await house.stop()).toBe(0);
  await chat.aborted;
  await house.start();
  const { items } = await ana.api.message.history.query({ conversationId: ana.welcome.id });
  expect(items.at(-1)).toMatchObject({ text: 'half', generation: { state: 'interrupted' } });
  ana.leave();
});

async function heldOllama() {
  const fake = await startFakeOllama({ chats: 'held' });
  return { fake, [Symbol.asyncDispose]: () => fake.close() };
}

function never(): never {
  throw new Error('this is always there');
}
