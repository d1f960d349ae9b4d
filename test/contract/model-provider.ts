/** What every provider of replies keeps, whatever stands behind it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ask, ModelProvider, Part, ProviderEnd } from '../../server/models/model.ts';
import { model as modelShape } from '../../shared/schemas/model.ts';

export interface ProviderUnderTest {
  provider: ModelProvider;
  /** One of its models. */
  model: string;
  /** A question whose answer has at least ten pieces. */
  question: string;
  close(): Promise<void>;
}

/** `unknownModel`: a name it has no model of; left out when it answers to every name. */
export function modelProviderContract(name: string, start: () => Promise<ProviderUnderTest>, unknownModel?: string): void {
  describe(`the provider ${name}`, () => {
    let under: ProviderUnderTest;
    const ask = (turns?: Ask['turns']): Ask => ({ model: under.model, turns: turns ?? [{ role: 'user', text: under.question }] });
    const unstopped = () => new AbortController().signal;

    beforeAll(async () => {
      under = await start();
    });
    afterAll(() => under.close());

    test('lists its models from memory', () => {
      const models = under.provider.models();
      expect(models.map((model) => model.name)).toContain(under.model);
      for (const model of models) expect(modelShape.parse(model)).toEqual(model);
      expect(models.every((model) => model.provider === under.provider.id)).toBe(true);
      expect(under.provider.slots).toBeGreaterThanOrEqual(1);
    });

    test('REPLY-4 a reply ends with exactly one end, and nothing comes after it', async () => {
      const parts = await collect(under.provider.ask(ask(), unstopped()));
      expect(parts.filter((part) => part.type === 'end')).toHaveLength(1);
      expect(parts.at(-1)?.type).toBe('end');
      expect(['done', 'truncated']).toContain(endOf(parts)?.outcome);
    });

    test('REPLY-1 each piece has text, and is well-formed by itself', async () => {
      const parts = await collect(under.provider.ask(ask(), unstopped()));
      const pieces = parts.filter((part) => part.type === 'piece');
      expect(pieces.length).toBeGreaterThanOrEqual(10);
      expect(pieces.every((piece) => piece.text.length > 0 && piece.text.isWellFormed())).toBe(true);
    });

    test('loading and prompting come before the first piece, in this order, each at most once', async () => {
      const parts = await collect(under.provider.ask(ask(), unstopped()));
      const order = parts.map((part) => part.type).filter((type, at, all) => type !== all[at - 1]);
      expect(['loading', 'prompting', 'piece', 'end'].filter((type) => order.includes(type as Part['type']))).toEqual(order);
    });

    test('counts what it read and wrote', async () => {
      const end = endOf(await collect(under.provider.ask(ask(), unstopped())));
      const usage = end && 'usage' in end ? end.usage : undefined;
      expect(usage?.outputTokens).toBeGreaterThan(0);
      expect(usage?.promptTokens).toBeGreaterThan(0);
      expect(usage?.leftOut).toBe(0);
      expect(Object.values(usage ?? {}).every((count) => Number.isInteger(count) && count >= 0)).toBe(true);
    });

    test('tells after an end that its slot is free', async () => {
      const reply = under.provider.ask(ask(), unstopped());
      await collect(reply);
      await expect(reply.settled).resolves.toBeUndefined();
    });

    test('REPLY-6 after a stop nothing more comes, and the slot gets free', async () => {
      const stop = new AbortController();
      const reply = under.provider.ask(ask(), stop.signal);
      const after: Part[] = [];
      for await (const part of reply) {
        if (stop.signal.aborted) after.push(part);
        else if (part.type === 'piece') stop.abort();
      }
      expect(after).toEqual([]);
      await reply.settled;
    });

    test('a stop before anything was read yields nothing', async () => {
      const stop = new AbortController();
      const reply = under.provider.ask(ask(), stop.signal);
      stop.abort();
      expect(await collect(reply)).toEqual([]);
      await reply.settled;
    });

    test('a stop before the beginning yields nothing', async () => {
      const reply = under.provider.ask(ask(), AbortSignal.abort());
      expect(await collect(reply)).toEqual([]);
      await reply.settled;
    });

    test('a reader that leaves frees the slot', async () => {
      const reply = under.provider.ask(ask(), unstopped());
      for await (const part of reply) if (part.type === 'piece') break;
      await reply.settled;
      expect(endOf(await collect(under.provider.ask(ask(), unstopped())))?.outcome).not.toBe('failed');
    });

    test('two at once both end', async () => {
      const replies = await Promise.all([1, 2].map(() => collect(under.provider.ask(ask(), unstopped()))));
      expect(replies.map((parts) => endOf(parts)?.outcome)).not.toContain('failed');
    });

    test('goes on when the last turn is its own', async () => {
      const first = textOf(await collect(under.provider.ask(ask(), unstopped())));
      const begun = first.slice(0, Math.floor(first.length / 2)).toWellFormed();
      const parts = await collect(
        under.provider.ask(
          ask([
            { role: 'user', text: under.question },
            { role: 'assistant', text: begun },
          ]),
          unstopped(),
        ),
      );
      expect(endOf(parts)?.outcome).not.toBe('failed');
    });

    if (unknownModel === undefined) return;

    test('REPLY-7 an unknown model is a failure with its name, and no text', async () => {
      const parts = await collect(under.provider.ask({ ...ask(), model: unknownModel }, unstopped()));
      expect(parts).toEqual([
        { type: 'end', end: { outcome: 'failed', code: 'unknown_model', because: expect.stringContaining(unknownModel) } },
      ]);
    });
  });
}

export async function collect(reply: AsyncIterable<Part>): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const part of reply) parts.push(part);
  return parts;
}

export function endOf(parts: Part[]): ProviderEnd | undefined {
  const last = parts.at(-1);
  return last?.type === 'end' ? last.end : undefined;
}

/** What the pieces of one channel join to. */
export function textOf(parts: Part[], channel: 'text' | 'thinking' = 'text'): string {
  return parts.map((part) => (part.type === 'piece' && part.channel === channel ? part.text : '')).join('');
}
