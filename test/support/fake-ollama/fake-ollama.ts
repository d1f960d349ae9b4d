/**
 * An Ollama over real HTTP on 127.0.0.1 that does what a test says. Without a script it answers like a real one: recordings byte for byte, and its
 * own list of models. See the README of this folder.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeChat, FakePull, type ChatBody, type PullBody } from './chat.ts';
import { Exchange } from './exchange.ts';
import { FakeModels, type FakeModel } from './models.ts';
import { Desk } from './desk.ts';
import { play, says, type Script } from './scripts.ts';

export interface FakeOllamaOptions {
  /** `recorded` (unless told): smollm2:135m, gemma3:270m and thinker, which thinks. */
  models?: 'recorded' | FakeModel[];
  /** 0 (unless told): any free one. */
  port?: number;
  /** `played` (unless told): a chat without a script is answered at once. `held`: it waits in silence for `nextChat()`. */
  chats?: 'played' | 'held';
  /** Whether recordings keep their recorded pauses. */
  times?: boolean;
  /** Chats that run at once; more wait without a byte, like behind a busy model. No limit unless told. */
  parallel?: number;
  /** Answers a chat or pull that has no script of its own. */
  answer?: Script<FakeChat>;
  pull?: Script<FakePull>;
}

export interface FakeOllama {
  /** For example http://127.0.0.1:40123. It stays the same over stop and start. */
  readonly url: string;
  readonly port: number;
  readonly models: FakeModels;
  /** Everything received, oldest first. */
  readonly requests: readonly Exchange[];
  /** The chats among them. */
  readonly chats: readonly FakeChat[];
  /** Says how the next chats are answered, one script each, in order. */
  onChat(...scripts: Script<FakeChat>[]): void;
  onPull(...scripts: Script<FakePull>[]): void;
  /** The same for any other path, for example `/api/tags`. */
  on(path: string, ...scripts: Script[]): void;
  /** Takes the next chat by hand: the one that waits (`held`), else the next to come. */
  nextChat(): Promise<FakeChat>;
  nextPull(): Promise<FakePull>;
  /** Breaks every connection and refuses new ones. */
  stop(): Promise<void>;
  /** Comes back at the same address. */
  start(): Promise<void>;
  /** Stops; throws what went wrong inside scripts. */
  close(): Promise<void>;
}

export async function startFakeOllama(options: FakeOllamaOptions = {}): Promise<FakeOllama> {
  const fake = new Fake(options);
  await fake.start();
  return fake;
}

class Fake implements FakeOllama {
  port = 0;
  readonly models: FakeModels;
  readonly requests: Exchange[] = [];
  readonly chats: FakeChat[] = [];
  readonly #chatDesk: Desk<FakeChat>;
  readonly #pullDesk = new Desk<FakePull>(false);
  readonly #scripts = new Map<string, Script[]>();
  readonly #options: FakeOllamaOptions;
  readonly #problems: unknown[] = [];
  #server: Server | undefined;
  #running = 0;
  #turns: (() => void)[] = [];

  constructor(options: FakeOllamaOptions) {
    this.#options = options;
    this.models = new FakeModels(options.models ?? 'recorded');
    this.#chatDesk = new Desk(options.chats === 'held');
    this.port = options.port ?? 0;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  onChat(...scripts: Script<FakeChat>[]): void {
    this.#chatDesk.plan(scripts);
  }

  onPull(...scripts: Script<FakePull>[]): void {
    this.#pullDesk.plan(scripts);
  }

  on(path: string, ...scripts: Script[]): void {
    this.#scripts.set(path, [...(this.#scripts.get(path) ?? []), ...scripts]);
  }

  nextChat(): Promise<FakeChat> {
    return this.#chatDesk.next();
  }

  nextPull(): Promise<FakePull> {
    return this.#pullDesk.next();
  }

  async start(): Promise<void> {
    if (this.#server) return;
    const server = createServer(
      (request, response) => void this.#receive(request, response).catch((cause: unknown) => this.#fail(response, cause)),
    );
    server.keepAliveTimeout = 60_000;
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(this.port, '127.0.0.1', resolve));
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#server = undefined;
    for (const request of this.requests) if (request.open) request.cut('eof');
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  async close(): Promise<void> {
    await this.stop();
    if (this.#problems.length > 0) throw new AggregateError(this.#problems, 'The fake model server failed by itself.');
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readJson(request);
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    if (path === '/api/chat' && request.method === 'POST') return this.#chat(new FakeChat(request, response, body as ChatBody));
    if (path === '/api/pull' && request.method === 'POST') return this.#pull(new FakePull(request, response, body as PullBody));
    const exchange = new Exchange(request, response, body);
    this.requests.push(exchange);
    const script = this.#scripts.get(path)?.shift() ?? ((e: Exchange) => this.#answer(e));
    await script(exchange);
  }

  async #chat(chat: FakeChat): Promise<void> {
    this.requests.push(chat);
    this.chats.push(chat);
    await this.#myTurn(chat);
    await this.#chatDesk.receive(chat, () => this.#playChat(chat));
  }

  /** Like the semaphore of a busy model: first come, first served, in silence. */
  async #myTurn(chat: FakeChat): Promise<void> {
    if (this.#running >= (this.#options.parallel ?? Number.POSITIVE_INFINITY)) {
      const turn = Promise.withResolvers<void>();
      this.#turns.push(turn.resolve);
      await turn.promise;
    }
    this.#running += 1;
    void chat.closed.then(() => {
      this.#running -= 1;
      this.#turns.shift()?.();
    });
  }

  async #playChat(chat: FakeChat): Promise<void> {
    const { model, messages } = chat.body;
    if (!this.models.has(model)) return chat.refuse(404, `model '${model}' not found`);
    this.models.load(model);
    if (this.#options.answer) return this.#options.answer(chat);
    const name = messages.length === 0 ? 'chat-load-only' : recordedChat(model, this.models.thinks(model) && chat.body.think !== false);
    await (name ? play(name, { times: this.#options.times ?? false })(chat) : says(`You said: ${chat.question}`)(chat));
  }

  async #pull(pull: FakePull): Promise<void> {
    this.requests.push(pull);
    await this.#pullDesk.receive(pull, () => this.#playPull(pull));
  }

  async #playPull(pull: FakePull): Promise<void> {
    if (this.#options.pull) await this.#options.pull(pull);
    else await play(this.models.has(pull.model) ? 'pull-local' : 'pull', { times: this.#options.times ?? false })(pull);
    if (!this.models.has(pull.model)) this.models.add({ name: pull.model });
  }

  #answer(exchange: Exchange): void | Promise<void> {
    const name = nameIn(exchange.body);
    switch (`${exchange.method} ${exchange.path}`) {
      case 'GET /':
      case 'HEAD /':
        return play('root')(exchange);
      case 'GET /api/version':
        return play('version')(exchange);
      case 'GET /api/tags':
        return exchange.json(200, this.models.tags());
      case 'GET /api/ps':
        return exchange.json(200, this.models.ps());
      case 'POST /api/show':
        return this.models.has(name)
          ? exchange.json(200, this.models.show(name))
          : exchange.json(404, { error: `model '${name}' not found` });
      case 'DELETE /api/delete':
        return this.models.remove(name)
          ? exchange.whole(200, '', 'text/plain')
          : exchange.json(404, { error: `model '${name}' not found` });
      case 'GET /api/chat':
        return play('wrong-method')(exchange);
      default:
        return play('not-found')(exchange);
    }
  }

  #fail(response: ServerResponse, cause: unknown): void {
    this.#problems.push(cause);
    response.destroy();
  }
}

function recordedChat(model: string, think: boolean): string | undefined {
  if (think) return 'chat-thinking';
  if (model === 'smollm2:135m') return 'chat-warm';
  return model === 'gemma3:270m' ? 'chat-markdown' : undefined;
}

function nameIn(body: unknown): string {
  const named = (body ?? {}) as { model?: string; name?: string };
  return named.model ?? named.name ?? '';
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
