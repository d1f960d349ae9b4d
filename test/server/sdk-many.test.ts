import { expect, test } from 'vitest';
import { createParley } from '../../client/sdk/index.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import { TEXT } from '../../shared/limits.ts';
import { openHouse } from '../support/house.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import { PASSWORD, post } from '../support/person.ts';
import { Reader } from '../unit/sdk-waiting.ts';

test('RESUME-1 somebody who follows more conversations than go into one frame follows all of them again after a cut', async () => {
  await using house = await openHouse();
  await using proxy = await FaultProxy.open(house.url);
  const parley = createParley({ url: house.url });
  await parley.register({ name: 'Ana', email: 'ana@example.org', password: PASSWORD });
  const { team } = await parley.api.team.create.mutate({ name: 'Acme' });
  const ids = await Promise.all(
    Array.from({ length: 25 }, async () => (await parley.api.conversation.create.mutate({ teamId: team.id })).conversation.id),
  );
  const shaken = createParley({ url: proxy.url, cookie: parley.cookie() ?? '' });
  const readers = ids.map((id) => new Reader(shaken.conversation(id).events()));
  for (const reader of readers) await reader.until((events) => events.some(({ type }) => type === 'presence'));
  proxy.cut();
  for (const id of ids) await parley.conversation(id).send('after the cut', { model: null });
  for (const reader of readers) await reader.until((events) => events.some(({ type }) => type === 'message.posted'));
  expect(readers.map(({ items }) => items.filter(({ type }) => type === 'opened').length)).toEqual(ids.map(() => 1));
  await shaken.close();
  await parley.close();
});

test('SEND-3 the longest messages to several conversations at one moment all arrive', async () => {
  await using house = await openHouse();
  const parley = createParley({ url: house.url });
  await parley.register({ name: 'Ana', email: 'ana@example.org', password: PASSWORD });
  const { team } = await parley.api.team.create.mutate({ name: 'Acme' });
  const ids: string[] = [];
  for (let count = 0; count < 4; count += 1) ids.push((await parley.api.conversation.create.mutate({ teamId: team.id })).conversation.id);
  const text = '€'.repeat(TEXT.messageMaxChars);
  const sent = await Promise.all(ids.map((id) => parley.conversation(id).send(text, { model: null })));
  expect(sent.map(({ message }) => message.text === text)).toEqual(ids.map(() => true));
  await parley.close();
});

test('RESUME-1 a stock client that follows many conversations follows all of them again when the server was restarted', async () => {
  await using house = await openHouse();
  const ana = await house.founder();
  const ids: Conversation['id'][] = [];
  for (let count = 0; count < 25; count += 1) ids.push((await ana.api.conversation.create.mutate({ teamId: ana.team.id })).conversation.id);
  const watches = ids.map((id) => ana.watch(id));
  for (const watch of watches) await watch.untilType('presence');
  await house.restart();
  for (const conversationId of ids)
    await post(house.url, 'message.send', { conversationId, clientKey: 'k', text: 'after the restart', model: null }, ana.cookie);
  for (const watch of watches) await watch.untilType('message.posted');
});
