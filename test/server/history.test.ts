import { expect, test } from 'vitest';
import { messageId } from '../../shared/ids.ts';
import { openHouse } from '../support/house.ts';
import { refusal } from '../support/person.ts';

test('ACCESS-2 what was said around a message is found by its id alone where one may read, and no other id tells anything', async () => {
  await using house = await openHouse({ noOllama: true });
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  const stranger = await house.founder('Stranger');
  const conversationId = ana.welcome.id;
  const ids = [];
  for (let at = 1; at <= 9; at += 1) {
    const { message } = await ana.api.message.send.mutate({ conversationId, clientKey: `k${at}`, text: `Line ${at}`, model: null });
    ids.push(message.id);
  }
  const hers = await ana.api.conversation.create.mutate({ teamId: ana.team.id, visibility: 'private' });
  const secret = await ana.api.message.send.mutate({ conversationId: hers.conversation.id, clientKey: 's', text: 'secret', model: null });
  const around = (aroundMessageId = messageId.parse('z'.repeat(20))) => ({ conversationId, aroundMessageId, limit: 4 });
  expect(await bo.api.message.history.query(around(ids[4]))).toMatchObject({
    items: [3, 4, 5, 6].map((at) => ({ text: `Line ${at}` })),
    more: true,
    newer: true,
  });
  const unknown = await refusal(bo.api.message.history.query(around()));
  expect(unknown).toMatchObject({ reason: 'NOT_FOUND' });
  for (const call of [
    bo.api.message.history.query(around(secret.message.id)),
    bo.api.message.history.query({ ...around(secret.message.id), conversationId: hers.conversation.id }),
    stranger.api.message.history.query(around(ids[4])),
  ]) {
    const { reason, message } = await refusal(call);
    expect({ reason, message }).toEqual({ reason: unknown.reason, message: unknown.message });
  }
  expect(await refusal(bo.api.message.history.query({ ...around(ids[4]), beforeSeq: 4 }))).toMatchObject({ reason: 'VALIDATION' });
});
