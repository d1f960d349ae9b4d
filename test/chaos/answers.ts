/** What the fake model server answers: on good days and on bad ones, chosen by the seed and by how many it answered before. */
import type { FakeChat } from '../support/fake-ollama/chat.ts';
import { Chance } from '../support/chance.ts';
import type { Counts, Ticks } from './ticks.ts';

export const SMALL = 'small:1b';
export const THINKER = 'thinker:1b';

export const MODELS = [
  { name: SMALL, sizeBytes: 100_000_000, contextLength: 4_096 },
  { name: THINKER, sizeBytes: 100_000_000, contextLength: 4_096, capabilities: ['completion', 'thinking'] },
];

type Day = 'good' | 'burst' | 'slow' | 'silent' | 'dies' | 'vanishes' | 'resets' | 'garbage' | 'refuses' | 'byteByByte';

export class Answers {
  readonly #seed: number;
  readonly #counts: Counts;
  #asked = 0;
  #calm = Promise.withResolvers<void>();
  #isCalm = false;

  constructor(seed: number, counts: Counts) {
    this.#seed = seed;
    this.#counts = counts;
  }

  get asked(): number {
    return this.#asked;
  }

  /** Everything that drags on comes to its end, and what is asked from now on is answered well. */
  calm(): void {
    this.#isCalm = true;
    this.#calm.resolve();
  }

  storm(): void {
    this.#isCalm = false;
    this.#calm = Promise.withResolvers<void>();
  }

  readonly answer = async (chat: FakeChat): Promise<void> => {
    this.#asked += 1;
    const chance = new Chance(this.#seed, `answer ${this.#asked}`);
    const day = this.#isCalm ? 'good' : aDay(chance);
    const pieces = day === 'burst' ? chance.between(500, 2_000) : chance.between(1, 300);
    const pauseMs =
      day === 'burst'
        ? 0
        : chance.weighed([
            [3, 0],
            [4, 4],
            [2, 15],
          ]);
    if (day === 'refuses') return chat.refuse(chance.once(0.5) ? 503 : 500, 'server busy, please try again');
    if (day === 'silent') return this.#silence(chat, chance);
    if (chat.body.think === true) await this.#write(chat, { pieces: chance.below(30), pauseMs, chance, how: 'think' });
    await this.#write(chat, { pieces, pauseMs, chance, how: day === 'byteByByte' ? 'bytes' : 'send' });
    if (day === 'slow') await this.#pause(chat, chance.between(200, 2_500));
    await this.#end(chat, day);
  };

  /** Not a byte for a long time, then one word or none. */
  async #silence(chat: FakeChat, chance: Chance): Promise<void> {
    await this.#pause(chat, chance.between(500, 4_000));
    if (chance.once(0.5)) return chat.cut('reset');
    await chat.send(`late ${this.#ticksOf(chat).next()}`);
    await chat.finish();
  }

  async #write(chat: FakeChat, how: { pieces: number; pauseMs: number; chance: Chance; how: 'send' | 'think' | 'bytes' }): Promise<void> {
    const ticks = this.#ticksOf(chat);
    for (let piece = 0; piece < how.pieces && chat.open; piece += 1) {
      const text = `${WORDS[how.chance.below(WORDS.length)] ?? ''}${ticks.next()}${how.chance.once(0.1) ? '\n\n' : ' '}`;
      if (how.how === 'bytes') await byteByByte(chat, text);
      else await chat[how.how](text);
      await this.#pause(chat, how.pauseMs);
    }
  }

  /** An answer counts on where its question was asked. */
  #ticksOf({ body }: FakeChat): Ticks {
    return this.#counts.of(body.messages.map(({ content }) => content).join(' '));
  }

  async #end(chat: FakeChat, day: Exclude<Day, 'silent' | 'refuses'>): Promise<void> {
    switch (day) {
      case 'good':
      case 'burst':
      case 'slow':
      case 'byteByByte':
        return chat.finish();
      case 'dies':
        return chat.fail();
      case 'vanishes':
        return chat.end();
      case 'resets':
        return chat.cut('reset');
      case 'garbage':
        await chat.write('{"message": {"content": "bad", nonsense\n');
        return chat.finish();
    }
  }

  /** Cut short when calm is asked for, or when nobody listens any more. */
  async #pause(chat: FakeChat, ms: number): Promise<void> {
    if (!chat.open) return;
    if (ms === 0 || this.#isCalm) return new Promise((resolve) => setImmediate(resolve));
    await Promise.race([chat.wait(ms), this.#calm.promise]);
  }
}

const WORDS = ['so ', 'then ', '**perhaps** ', 'déjà ', '例えば ', '👩‍👩‍👧‍👦 ', '𝒳 ', '`code` ', '- ', '| a | '];

function aDay(chance: Chance): Day {
  return chance.weighed<Day>([
    [50, 'good'],
    [4, 'burst'],
    [6, 'slow'],
    [4, 'silent'],
    [4, 'dies'],
    [4, 'vanishes'],
    [4, 'resets'],
    [3, 'garbage'],
    [3, 'refuses'],
    [3, 'byteByByte'],
  ]);
}

/** One piece in chunks of a byte each: letters and lines are split wherever they can be. */
async function byteByByte(chat: FakeChat, text: string): Promise<void> {
  const line = JSON.stringify({
    model: chat.body.model,
    created_at: new Date(0).toISOString(),
    message: { role: 'assistant', content: text },
    done: false,
  });
  for (const byte of Buffer.from(`${line}\n`)) await chat.write(Uint8Array.of(byte));
}
