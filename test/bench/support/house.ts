/** A Parley as people run it, in a process of its own, with people in it and a fake model server in another. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ConversationId, GenerationId } from '../../../shared/ids.ts';
import { freePort } from '../../support/house.ts';
import { Child } from './child.ts';
import type { Recipe } from './recipe.ts';
import { type Member, type Population, seed, type Seeded } from './seed.ts';
import type { Viewer } from './viewer.ts';

export const MODEL = 'smollm2:135m';

export interface House extends AsyncDisposable, Seeded {
  readonly url: string;
  readonly folder: string;
  /** The process of the server; another one after `restart`. */
  readonly server: Child;
  readonly fake: { url: string; process: Child };
  /** Whoever it is, counted on from the owner and around. */
  person(n: number): Member;
  conversation(n: number): ConversationId;
  /** Has the model answer as the recipe says; resolves when the reply is in the queue. */
  askModel(viewer: Viewer, conversationId: ConversationId, recipe: Recipe): Promise<GenerationId>;
  /** kill -9, and started again when `start` is called. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export async function openHouse(population: Population, settings: Record<string, string> = {}): Promise<House> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-bench-'));
  const seeded = await seed(folder, population);
  const fakeProcess = new Child('test/bench/programs/fake-model.ts');
  const fake = { url: await fakeProcess.ask<string>({ ask: 'url' }), process: fakeProcess };
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    PARLEY_DATA: folder,
    PORT: String(port),
    OLLAMA_HOST: fake.url,
    LOG_LEVEL: 'silent',
    PARLEY_PARALLEL: '64',
    PARLEY_DRAIN_SECONDS: '0',
    ...settings,
  };
  let server = await started(url, env);
  let asked = 0;
  return {
    ...seeded,
    url,
    folder,
    fake,
    get server() {
      return server;
    },
    person: (n) => at(seeded.people, n),
    conversation: (n) => at(seeded.conversations, n),
    async askModel(viewer, conversationId, recipe) {
      const draft = { conversationId, clientKey: `ask-${(asked += 1)}-${process.pid}`, text: JSON.stringify(recipe), model: MODEL };
      const sent = await viewer.call<{ reply: { id: GenerationId } }>('message.send', draft);
      return sent.reply.id;
    },
    kill: () => server.end('SIGKILL'),
    async start() {
      server = await started(url, env);
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await fakeProcess.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function started(url: string, env: Record<string, string>): Promise<Child> {
  const server = new Child('server/main.ts', env);
  for (let tries = 0; tries < 1_000 && !server.ended; tries += 1) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return server;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the server never got ready: ${server.said}`);
}

function at<Item>(items: readonly Item[], n: number): Item {
  const item = items[n % items.length];
  if (item === undefined) throw new Error('there is none');
  return item;
}
