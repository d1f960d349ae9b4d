/** Pulls that run on the server. */
import { describe, expect, test } from 'vitest';
import type { ModelRegistry } from '../../server/models/registry.ts';
import { pull as pullShape, type Pull } from '../../shared/schemas/model.ts';
import * as scripts from '../support/fake-ollama/scripts.ts';
import { house, when } from './models-house.ts';

const running = new AbortController().signal;

async function watched(registry: ModelRegistry, name: string): Promise<Pull[]> {
  const states: Pull[] = [];
  for await (const state of registry.watchPull(name, running)) states.push(state);
  return states;
}

describe('pulls', () => {
  test('a recorded pull: progress only grows, and the model is known when it is done', async () => {
    const { registry } = await house();
    expect(registry.startPull('new:1b', 'Ana')).toEqual({
      model: 'new:1b',
      state: 'running',
      status: 'starting',
      completedBytes: 0,
      totalBytes: 0,
      startedBy: 'Ana',
    });
    const states = await watched(registry, 'new:1b');
    for (const state of states) expect(pullShape.parse(state)).toEqual(state);
    const completed = states.map((state) => state.completedBytes);
    expect(completed).toEqual(completed.toSorted((a, b) => a - b));
    expect(states.every((state) => state.completedBytes <= state.totalBytes)).toBe(true);
    expect(states.at(-1)).toMatchObject({ state: 'done', status: 'success' });
    expect(states.at(-1)?.completedBytes).toBe(states.at(-1)?.totalBytes);
    expect(registry.find('new:1b')).toBeDefined();
  });

  test('bytes are summed over layers and never go back', async () => {
    const { registry, fake } = await house();
    const coming = fake.nextPull();
    registry.startPull('new:1b', 'Ana');
    const states = registry.watchPull('new:1b', running)[Symbol.asyncIterator]();
    const pull = await coming;
    const after = async (change: Promise<void>): Promise<[number, number]> => {
      await change;
      const { value } = await states.next();
      return [value.completedBytes, value.totalBytes];
    };
    await states.next();
    expect(await after(pull.progress('aaa', 100))).toEqual([0, 100]);
    expect(await after(pull.progress('aaa', 100, 60))).toEqual([60, 100]);
    expect(await after(pull.progress('bbb', 50, 10))).toEqual([70, 150]);
    expect(await after(pull.progress('aaa', 100, 20))).toEqual([70, 150]);
    await pull.succeed();
  });

  test('one pull per name: who comes later joins, and every watcher sees its end', async () => {
    const { registry, fake } = await house();
    const coming = fake.nextPull();
    registry.startPull('new:1b', 'Ana');
    expect(registry.startPull('new:1b', 'Bo').startedBy).toBe('Ana');
    const watchers = [watched(registry, 'new:1b'), watched(registry, 'new:1b')];
    await (await coming).succeed();
    for (const states of await Promise.all(watchers)) expect(states.at(-1)?.state).toBe('done');
    expect(fake.requests.filter(({ path }) => path === '/api/pull')).toHaveLength(1);
    expect((await watched(registry, 'new:1b')).map((state) => state.state)).toEqual(['done']);
  });

  test('REPLY-7 an error line fails it with the words of the model server, and it can be tried again', async () => {
    const { registry, fake } = await house();
    fake.onPull(scripts.play('pull-missing'), scripts.play('pull-unreachable'), scripts.play('pull-bad-name'));
    for (const because of [/file does not exist/, /connection refused/, /invalid model name/]) {
      registry.startPull('none:1b', 'Ana');
      expect((await watched(registry, 'none:1b')).at(-1)).toMatchObject({ state: 'failed', because: expect.stringMatching(because) });
    }
  });

  test('REPLY-7 a pull that breaks, ends early or says nonsense has failed', async () => {
    const { registry, fake } = await house();
    fake.onPull(
      async (pull) => {
        await pull.status('pulling manifest');
        await pull.wait(20);
        pull.cut('reset');
      },
      async (pull) => {
        await pull.status('pulling manifest');
        pull.end();
      },
      (pull) => pull.write('{"status":\n'),
    );
    for (const because of [/broke in the middle/, /without saying why/, /not a JSON object/]) {
      registry.startPull('new:1b', 'Ana');
      expect((await watched(registry, 'new:1b')).at(-1)).toMatchObject({ state: 'failed', because: expect.stringMatching(because) });
    }
  });

  test('a cancel ends it for all and closes its connection', async () => {
    const { registry, fake } = await house();
    const coming = fake.nextPull();
    registry.startPull('new:1b', 'Ana');
    const watching = watched(registry, 'new:1b');
    const pull = await coming;
    await pull.progress('aaa', 100, 50);
    registry.cancelPull('new:1b');
    expect((await watching).at(-1)?.state).toBe('cancelled');
    await pull.aborted;
    registry.cancelPull('new:1b');
    registry.cancelPull('nobody:1b');
    expect(registry.pulls().map((each) => each.state)).toEqual(['cancelled']);
  });

  test('a watcher that leaves ends only its own watching', async () => {
    const { registry, fake } = await house();
    const coming = fake.nextPull();
    registry.startPull('new:1b', 'Ana');
    const leave = new AbortController();
    const states = registry.watchPull('new:1b', leave.signal)[Symbol.asyncIterator]();
    await states.next();
    const waiting = states.next();
    leave.abort();
    expect(await waiting).toMatchObject({ done: true });
    expect(registry.pulls().map((pull) => pull.state)).toEqual(['running']);
    await (await coming).succeed();
    await when(registry, () => registry.pulls()[0]?.state === 'done');
  });

  test('ended pulls stay listed for a while, then they are forgotten', async () => {
    const { registry } = await house({ registry: { keepPullsMs: 5 } });
    registry.startPull('new:1b', 'Ana');
    await watched(registry, 'new:1b');
    await expect.poll(() => registry.pulls()).toEqual([]);
    await expect(registry.watchPull('new:1b', running)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ reason: 'NOT_FOUND' });
  });

  test('INPUT-2 at most four run at once, and none without a model server', async () => {
    const { registry, fake } = await house({ registry: { probeEveryMs: 20 } });
    fake.onPull(...Array.from({ length: 4 }, () => scripts.silence()));
    for (let n = 0; n < 4; n += 1) registry.startPull(`new${n}:1b`, 'Ana');
    expect(() => registry.startPull('new4:1b', 'Ana')).toThrow(expect.objectContaining({ reason: 'OVERLOADED' }));
    expect(() => registry.startPull('guide', 'Ana')).toThrow(expect.objectContaining({ reason: 'CONFLICT' }));
    await expect(registry.remove('new0:1b')).rejects.toMatchObject({ reason: 'CONFLICT' });
    await fake.stop();
    await when(registry, () => registry.ollama().state === 'missing');
    expect(() => registry.startPull('new5:1b', 'Ana')).toThrow(expect.objectContaining({ reason: 'MODEL_UNAVAILABLE' }));
  });

  test('STOP-1 closing ends what runs, and resolves', async () => {
    const { registry, fake } = await house();
    const coming = fake.nextPull();
    registry.startPull('new:1b', 'Ana');
    const pull = await coming;
    await registry.close();
    await expect(pull.aborted).resolves.toBeUndefined();
  });
});
