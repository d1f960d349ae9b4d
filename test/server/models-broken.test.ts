/** A model server whose answer breaks, hangs or is none. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Part } from '../../server/models/model.ts';
import { GENERATION } from '../../shared/limits.ts';
import { collect, endOf, textOf } from '../contract/model-provider.ts';
import { textOf as recordedText } from '../support/fake-ollama/recordings.ts';
import * as scripts from '../support/fake-ollama/scripts.ts';
import { closeLater, failed, history, house } from './models-house.ts';

describe('REPLY-7 an answer that breaks is told as what it was', () => {
  test('REPLY-7 the model server goes away before an answer', async () => {
    const { fake, reply } = await house();
    for (const how of ['eof', 'reset'] as const) {
      fake.onChat((chat) => chat.cut(how));
      expect(endOf(await reply())).toEqual(failed('unreachable', 'broke before an answer'));
    }
  });

  test('REPLY-7 the model server dies in mid-answer: crashed, the text so far stays', async () => {
    const { fake, reply } = await house();
    fake.onChat(
      scripts.play('chat-server-killed'),
      scripts.cutAfter('chat-long', 20, 'reset'),
      scripts.cutAfter('chat-long', 20, 'reset', true),
      scripts.cutAfter('chat-long', 20, 'eof', true),
    );
    const killed = await reply();
    expect(textOf(killed)).toBe(recordedText('chat-server-killed').text);
    expect(endOf(killed)).toEqual(failed('crashed', 'broke in the middle'));
    for (let n = 0; n < 3; n += 1) {
      const parts = await reply();
      expect(endOf(parts)).toEqual(failed('crashed', 'broke in the middle'));
      expect(recordedText('chat-long').text.startsWith(textOf(parts))).toBe(true);
    }
  });

  test('REPLY-7 the model’s process dies: its error line is a failure, never text', async () => {
    const { fake, reply } = await house();
    fake.onChat(
      scripts.play('chat-runner-killed'),
      scripts.errorLineAfter(3, 'cudaMalloc failed: out of memory'),
      scripts.errorLineAfter(0, 'something new'),
    );
    const killed = await reply();
    expect(textOf(killed)).toBe(recordedText('chat-runner-killed').text);
    expect(endOf(killed)).toEqual(failed('crashed', /^an error was encountered while running the model: unexpected EOF$/));
    const memory = await reply();
    expect([textOf(memory), endOf(memory)]).toEqual(['piece0 piece1 piece2 ', failed('out_of_memory', 'cudaMalloc')]);
    expect(await withoutPhases(reply())).toEqual([{ type: 'end', end: failed('crashed', 'something new') }]);
  });

  test('REPLY-7 an error in mid-answer is not tried again, even about the context', async () => {
    const { fake, reply } = await house();
    fake.onChat(scripts.errorLineAfter(2, 'the input length exceeds the context length'));
    const parts = await reply(history(20));
    expect([textOf(parts), endOf(parts)]).toEqual(['piece0 piece1 ', failed('too_long', 'context')]);
    expect(fake.chats).toHaveLength(1);
  });

  test('REPLY-7 a line that is no JSON, or of another shape, ends the reply; it is not skipped', async () => {
    const { fake, reply } = await house();
    fake.onChat(
      scripts.garbageLine(),
      scripts.strangeLine(),
      (chat) => chat.write('[1,2]\n'),
      (chat) => chat.write('{"error":{"deep":1}}\n'),
    );
    for (const text of ['Good', 'Good', '']) {
      const parts = await reply();
      expect([textOf(parts), endOf(parts)]).toEqual([text, failed('bad_answer', /JSON|shape/)]);
    }
    expect(endOf(await reply())?.outcome).toBe('failed');
  });

  test('INPUT-2 a line of ten megabytes is refused before it is kept', async () => {
    const { fake, reply } = await house();
    fake.onChat(scripts.hugeLine());
    const parts = await reply();
    expect([textOf(parts), endOf(parts)]).toEqual(['Good', failed('bad_answer', `longer than ${GENERATION.maxLineBytes} bytes`)]);
  });

  test('INPUT-2 an answer of too many bytes is refused', async () => {
    const { fake, reply } = await house({ registry: { deadlines: { maxTotalBytes: 5_000 } } });
    fake.onChat(scripts.endless(''));
    expect(endOf(await reply())).toEqual(failed('bad_answer', 'longer than 5000 bytes'));
  });

  test('INPUT-2 endless repetition is cut off', async () => {
    const { fake, ask } = await house();
    fake.onChat(scripts.endless('again and again '.repeat(500)));
    const asked = ask();
    const parts = await collect(asked);
    expect(endOf(parts)).toEqual({ outcome: 'truncated' });
    expect(textOf(parts).length).toBeLessThan(GENERATION.maxOutputChars + 20_000);
    await asked.settled;
    await fake.chats[0]?.aborted;
  });

  test('REPLY-7 silence before the first byte ends at its deadline, and the request is taken back', async () => {
    const { fake, ask } = await house({ registry: { deadlines: { firstByteMs: 150 } } });
    fake.onChat(scripts.silence());
    const asked = ask();
    expect(endOf(await collect(asked))).toEqual(failed('timeout', 'No answer within 0.2 seconds'));
    await asked.settled;
    await fake.chats[0]?.aborted;
  });

  test('REPLY-7 silence between pieces ends at its deadline, blank lines are silence too', async () => {
    const { fake, reply } = await house({ registry: { deadlines: { betweenPiecesMs: 250 } } });
    fake.onChat(scripts.hangsAfter(['Half', ' a']), async (chat) => {
      await chat.send('Half a');
      while (chat.open) {
        await chat.write('\n');
        await chat.wait(20);
      }
    });
    for (let n = 0; n < 2; n += 1) {
      const parts = await reply();
      expect([textOf(parts), endOf(parts)]).toEqual(['Half a', failed('timeout', 'Nothing more came')]);
    }
  });

  test('REPLY-7 a computer that takes no connection is unreachable', async () => {
    const { reply, fake } = await house({ registry: { deadlines: { connectMs: 300 } } });
    await fake.stop();
    closeLater(await deafComputer(fake.port));
    expect(endOf(await reply())).toEqual(failed('unreachable', 'does not take the connection'));
  });

  test('a proper end without a last line is truncated, never done', async () => {
    const { fake, reply } = await house();
    fake.onChat(scripts.noLastLine(), scripts.noLastLine([]));
    const parts = await reply();
    expect([textOf(parts), endOf(parts)]).toEqual(['Half a sen', { outcome: 'truncated' }]);
    expect(endOf(await reply())).toEqual({ outcome: 'truncated' });
  });

  test('the length limit is truncated', async () => {
    const { fake, reply } = await house();
    fake.onChat(scripts.play('chat-length'));
    const parts = await reply();
    expect([textOf(parts), endOf(parts)]).toMatchObject([
      recordedText('chat-length').text,
      { outcome: 'truncated', usage: { leftOut: 0 } },
    ]);
  });

  test('a model that was only loaded is no answer', async () => {
    const { fake, reply } = await house();
    fake.onChat(scripts.play('chat-load-only'), scripts.play('chat-unload'));
    expect(endOf(await reply())).toEqual(failed('bad_answer', 'wrote no answer'));
    expect(endOf(await reply())).toEqual(failed('bad_answer', 'wrote no answer'));
  });

  test('REPLY-4 what comes after the last line is nothing, and a second last line changes nothing', async () => {
    const { fake, reply } = await house();
    fake.onChat(scripts.tokensAfterDone(), scripts.duplicateDone());
    const after = await reply();
    expect([textOf(after), endOf(after)?.outcome]).toEqual(['Enough', 'done']);
    const twice = await reply();
    expect([textOf(twice), endOf(twice)]).toMatchObject(['Once', { outcome: 'done', usage: { outputTokens: 1 } }]);
  });
});

async function withoutPhases(parts: Promise<Part[]>): Promise<Part[]> {
  return (await parts).filter((part) => part.type === 'piece' || part.type === 'end');
}

/** A program that stands still, with its waiting line full: the system takes no more connections for it. */
async function deafComputer(port: number): Promise<() => Promise<void>> {
  const listen = `require('net').createServer().listen({ port: ${port}, host: '127.0.0.1', backlog: 1 }, () => console.log('listening'))`;
  const program = spawn(process.execPath, ['-e', listen], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(program.stdout, 'data');
  program.kill('SIGSTOP');
  const waiting = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  await Promise.all(waiting.slice(0, 2).map((socket) => once(socket, 'connect')));
  return async () => {
    for (const socket of waiting) socket.destroy();
    program.kill('SIGKILL');
    await once(program, 'exit');
  };
}
