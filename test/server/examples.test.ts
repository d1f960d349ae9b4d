/** The examples as people run them: processes of their own, against a real server. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openHouse } from '../support/house.ts';
import { PASSWORD, type Person } from '../support/person.ts';

const MODEL = 'smollm2:135m';

/** Somebody's example, in a terminal that a test reads and types into. */
class Example implements AsyncDisposable {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #exited: Promise<unknown>;
  printed = '';
  #read = 0;
  #listeners: (() => void)[] = [];

  constructor(name: 'chat' | 'bot', person: Person) {
    const file = fileURLToPath(new URL(`../../client/sdk/examples/${name}.ts`, import.meta.url));
    const account = { PARLEY_URL: person.url, PARLEY_EMAIL: person.user.email, PARLEY_PASSWORD: PASSWORD };
    this.#child = spawn(process.execPath, [file], { env: { PATH: process.env['PATH'], ...account } });
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => this.#take(text));
    this.#exited = once(this.#child, 'exit').then(() => this.#take(''));
  }

  /** Waits until this is printed, after what was waited for before. */
  async says(text: string): Promise<void> {
    for (;;) {
      const at = this.printed.indexOf(text, this.#read);
      if (at >= 0) {
        this.#read = at + text.length;
        return;
      }
      if (this.#child.exitCode !== null) throw new Error(`ended without "${text}": ${this.printed}`);
      await new Promise<void>((resolve) => this.#listeners.push(resolve));
    }
  }

  type(line: string): void {
    this.#child.stdin.write(`${line}\n`);
  }

  /** Ends it as Ctrl+C does; resolves with the exit code. */
  async interrupt(): Promise<number | null> {
    this.#child.kill('SIGINT');
    return this.exit();
  }

  async exit(): Promise<number | null> {
    await this.#exited;
    return this.#child.exitCode;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }

  #take(text: string): void {
    this.printed += text;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const listener of listeners) listener();
  }
}

test('the terminal chat shows what others write and replies as they are written, stops one, and leaves', async () => {
  await using house = await openHouse({ chats: 'held' });
  const ana = await house.founder('Ana');
  const bo = await house.joiner(ana, 'Bo');
  await using chat = new Example('chat', ana);
  await chat.says('1. Welcome');
  await chat.says('Conversation [1]: ');
  chat.type('1');
  await chat.says('# Welcome');
  await chat.says('guide: Hello');

  await bo.api.message.send.mutate({ conversationId: ana.welcome.id, clientKey: 'bo-1', text: 'hello from Bo', model: null });
  await chat.says('Bo: hello from Bo');
  chat.type(`@${MODEL} tell me a story`);
  const reply = await house.ollama.nextChat();
  await reply.send('Once upon ');
  await chat.says(`${MODEL}: Once upon `);
  await reply.send('a time');
  await chat.says('a time');
  chat.type('/stop');
  await chat.says('(stopped)');
  chat.type('/quit');
  expect(await chat.exit()).toBe(0);

  const { items } = await ana.api.message.history.query({ conversationId: ana.welcome.id });
  expect(items.map(({ text }) => text).slice(1)).toEqual(['hello from Bo', `@${MODEL} tell me a story`, 'Once upon a time']);
});

test('the terminal chat says what was wrong and ends when it cannot sign in', async () => {
  await using house = await openHouse();
  const ana = await house.register('Ana');
  ana.user = { ...ana.user, email: 'nobody@example.org' };
  await using chat = new Example('chat', ana);
  expect(await chat.exit()).toBe(1);
  expect(chat.printed.trim()).toBe('The e-mail address or the password is wrong.');
});

test('SEND-1 the bot answers whoever names it, once, also after it was stopped and started again', async () => {
  await using house = await openHouse();
  const ana = await house.founder('Ana');
  const bot = await house.joiner(ana, 'Dicebot');
  const conversationId = ana.welcome.id;
  const watch = ana.watch(conversationId);
  await watch.untilLive();
  const say = (text: string) => ana.api.message.send.mutate({ conversationId, clientKey: text, text, model: null });
  const answers = async () => {
    const { items } = await ana.api.message.history.query({ conversationId, limit: 100 });
    return items.filter(({ author }) => author.kind === 'user' && author.userId === bot.user.id).map(({ text }) => text);
  };
  const answered = (count: number) =>
    watch.until(
      () =>
        watch.events.filter(
          (event) => event.type === 'message.posted' && event.message.author.kind === 'user' && event.message.author.userId === bot.user.id,
        ).length >= count,
    );

  // Written while the bot was away: it reads from where it stopped.
  await say('@dicebot roll 2d6');
  {
    await using running = new Example('bot', bot);
    await running.says('Dicebot is listening.');
    await answered(1);
    await say('nobody is named here');
    await say('hey @Dicebot, count please');
    await answered(2);
    expect(await running.interrupt()).toBe(0);
  }
  const before = await answers();
  expect(before[0]).toMatch(/^[1-6] \+ [1-6] = \*\*\d+\*\*$/);
  expect(before[1]).toBe('5 messages so far: 4 of 2 people, 1 of models.');

  await using again = new Example('bot', bot);
  await again.says('Dicebot is listening.');
  await say('@dicebot what else?');
  await answered(3);
  expect(await answers()).toEqual([...before, expect.stringContaining('I know two things')]);
});
