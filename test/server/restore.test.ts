import { cp, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { House } from '../support/house.ts';
import { openHouse } from '../support/house.ts';
import type { Person } from '../support/person.ts';

let keys = 0;

async function say(person: Person, text: string): Promise<void> {
  keys += 1;
  await person.api.message.send.mutate({ conversationId: person.welcome.id, clientKey: `key ${keys}`, text, model: null });
}

async function textsOf(person: Person): Promise<string[]> {
  const { items } = await person.api.message.history.query({ conversationId: person.welcome.id });
  return items.map(({ text }) => text);
}

/** While the server does not run. */
async function stopped(house: House, work: () => Promise<void>): Promise<void> {
  await house.parley.stop();
  await work();
  await house.restart();
}

test('RESUME-1 after the data was put back from a copy, a cursor of what never happened there is told to reload, also when there is as much again', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const copy = `${house.folder}-copy`;
  await say(ana, 'kept');
  await stopped(house, () => cp(house.folder, copy, { recursive: true }));
  for (const text of ['lost', 'lost too']) await say(ana, text);
  const { cursor } = await ana.api.conversation.open.query({ conversationId: ana.welcome.id });
  await stopped(house, async () => {
    await rm(house.folder, { recursive: true });
    await cp(copy, house.folder, { recursive: true });
    await rm(copy, { recursive: true });
  });
  for (const text of ['new', 'new too', 'new as well']) await say(ana, text);

  const watch = ana.watch(ana.welcome.id, cursor);
  expect(await watch.untilType('resync')).toEqual({ type: 'resync', reason: 'epoch' });
  expect((await textsOf(ana)).slice(-4)).toEqual(['kept', 'new', 'new too', 'new as well']);
});

test('RESUME-1 a cursor is carried on from over restarts, and not when journal.db is gone', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const { cursor } = await ana.api.conversation.open.query({ conversationId: ana.welcome.id });
  for (const text of ['one', 'two']) {
    await house.restart();
    await say(ana, text);
  }
  const watch = ana.watch(ana.welcome.id, cursor);
  await watch.until(() => watch.events.filter(({ type }) => type === 'message.posted').length === 2);
  expect(watch.events.map(({ type }) => type)).not.toContain('resync');

  await stopped(house, async () => {
    for (const end of ['', '-wal', '-shm']) await rm(path.join(house.folder, `journal.db${end}`), { force: true });
  });
  const again = ana.watch(ana.welcome.id, cursor);
  expect(await again.untilType('resync')).toEqual({ type: 'resync', reason: 'epoch' });
});
