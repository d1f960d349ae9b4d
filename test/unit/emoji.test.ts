import { expect, test } from 'vitest';
import { EMOJI } from '../../client/features/conversation/emoji.ts';
import { messageReact } from '../../shared/schemas/conversation.ts';
import { idOf } from './sdk-builders.ts';

test('the server takes each emoji that is offered, and each is offered once, by a name of its own', () => {
  for (const { emoji } of EMOJI) expect(messageReact.input.safeParse({ messageId: idOf(1), emoji }).success, emoji).toBe(true);
  expect(new Set(EMOJI.map(({ emoji }) => emoji)).size).toBe(EMOJI.length);
  expect(new Set(EMOJI.map(({ name }) => name)).size).toBe(EMOJI.length);
});
