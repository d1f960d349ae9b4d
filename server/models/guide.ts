/** The built-in model: always there, so that a first run works without Ollama. It searches Parley's own documentation. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Model } from '../../shared/schemas/model.ts';
import { answerTo, type Surroundings, welcomeText } from './guide-answer.ts';
import { loadSections, SectionSearch } from './guide-sections.ts';
import type { Ask, ModelProvider, Part, Turn } from './model.ts';
import { PartQueue } from './part-queue.ts';

const SLOTS = 8;

export class GuideProvider implements ModelProvider {
  readonly id = 'guide';
  readonly name = 'guide';
  readonly slots = SLOTS;
  readonly #around: Surroundings;
  readonly #paceMs: number;
  readonly #search = new SectionSearch(loadSections());

  /** `paceMs`: between two words; 0 streams as fast as it is read. */
  constructor(around: Surroundings, paceMs: number) {
    this.#around = around;
    this.#paceMs = paceMs;
  }

  models(): Model[] {
    return [{ name: this.name, provider: 'guide', loaded: true, capabilities: ['completion'] }];
  }

  welcome(about: { userName: string; teamName: string }): string {
    return welcomeText(about, this.#around);
  }

  ask(ask: Ask, signal: AbortSignal): AsyncIterable<Part> & { settled: Promise<void> } {
    const left = new AbortController();
    const stop = AbortSignal.any([signal, left.signal]);
    const parts = new PartQueue();
    if (stop.aborted) parts.close();
    stop.addEventListener('abort', () => parts.close(), { once: true });
    const settled = this.#write(ask, parts, stop);
    return { [Symbol.asyncIterator]: () => parts.read(() => left.abort()), settled };
  }

  async #write(ask: Ask, parts: PartQueue, stop: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    const { answer, promptMs } = this.#answer(ask.turns, startedAt);
    const pieces = answer.match(/\s*\S+\s*$|\s*\S+/gu) ?? [];
    for (const text of pieces) {
      if (stop.aborted) return;
      parts.push({ type: 'piece', channel: 'text', text });
      await sleep(this.#paceMs, undefined, { signal: stop }).catch(() => undefined);
    }
    const outputMs = Math.round(performance.now() - startedAt) - promptMs;
    const usage = { promptTokens: ask.turns.length, outputTokens: pieces.length, loadMs: 0, promptMs, outputMs, leftOut: 0 };
    parts.push({ type: 'end', end: { outcome: 'done', usage } });
  }

  /** When the last turn is its own, what follows it: the same question gives the same answer. */
  #answer(turns: Turn[], startedAt: number): { answer: string; promptMs: number } {
    const last = turns.at(-1);
    const prefix = last?.role === 'assistant' ? last.text : '';
    const whole = answerTo(prefix ? turns.slice(0, -1) : turns, this.#search, this.#around);
    const answer = whole.startsWith(prefix) ? whole.slice(prefix.length) : `\n\n${whole}`;
    return { answer, promptMs: Math.round(performance.now() - startedAt) };
  }
}
