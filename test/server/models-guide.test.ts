/** The guide answers about Parley from Parley's own documentation, and says what it is. */
import { afterEach, describe, expect, test } from 'vitest';
import { createModelRegistry } from '../../server/models/create-registry.ts';
import { loadSections } from '../../server/models/guide-sections.ts';
import type { Turn } from '../../server/models/model.ts';
import { collect, endOf, textOf } from '../contract/model-provider.ts';
import { startFakeOllama, type FakeOllamaOptions } from '../support/fake-ollama/fake-ollama.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function house(models: FakeOllamaOptions['models'] | 'no server' = 'no server', guidePaceMs = 0) {
  const fake = await startFakeOllama(models === 'no server' ? {} : { models: models ?? 'recorded' });
  closing.push(() => fake.close());
  if (models === 'no server') await fake.stop();
  const registry = createModelRegistry({ ollamaHost: fake.url, guidePaceMs });
  closing.push(() => registry.close());
  await registry.ready;
  const guide = registry.find('guide')?.provider;
  if (!guide) throw new Error('The guide is not there.');
  const ask = (turns: Turn[], stop = new AbortController().signal) => guide.ask({ model: 'guide', turns }, stop);
  const says = async (...texts: string[]) =>
    textOf(await collect(ask(texts.map((text, at) => ({ role: (texts.length - at) % 2 === 1 ? 'user' : 'assistant', text })))));
  return { registry, ask, says };
}

describe('answers', () => {
  const answers: [question: string, section: string][] = [
    ['How do I invite somebody?', 'Invite people'],
    ['invte peple', 'Invite people'],
    ['how do I add a model?', 'Add a model'],
    ['install ollama', 'Add a model'],
    ['What does fork mean?', 'Fork'],
    ['how do I stop a reply', 'Stop a reply'],
    ['Can I get another answer?', 'Another answer, continue, try again'],
    ['is my data private?', 'Privacy'],
    ['how do I make a backup?', 'Backup'],
    ['change the port', 'Settings'],
    ['PARLEY_DRAIN_SECONDS', 'Settings'],
    ['https on my network', 'Beyond this computer'],
    ['port is taken', 'Troubleshooting'],
    ['how do I sign out everywhere', 'Sessions and signing out'],
    ['keyboard shortcuts', 'Keyboard'],
    ['why is it so slow?', 'Models are slow'],
    ['ollama is not found', 'Ollama is not found'],
    ['typed client', 'Typed client'],
    ['what is parley?', 'What Parley is'],
    ['can I remove a member?', 'Removing members and changing roles'],
    ['@guide how do I archive a conversation?', 'Archive and delete'],
  ];
  for (const [question, section] of answers) {
    test(`“${question}” is answered by “${section}”`, async () => {
      const { says } = await house();
      const answer = await says(question);
      expect(answer).toContain(`**${section}**`);
      expect(answer).toContain(loadSections().find(({ title }) => title === section)?.text ?? '?');
      expect(answer).toContain('not a language model');
    });
  }

  for (const question of ['where are the API keys?', 'sign in with google', 'search messages']) {
    test(`“${question}” is not in this version yet, and it says so`, async () => {
      const { says } = await house();
      expect(await says(question)).toMatch(/not in this version yet/i);
    });
  }

  for (const question of [
    'What is the capital of France?',
    'Write me a poem about the sea',
    'who won the world cup in 2018',
    'what is 2+2',
    '🦜',
    '???',
  ]) {
    test(`“${question}” is nothing it knows, and it says how to get a model`, async () => {
      const { says } = await house();
      const answer = await says(question);
      expect(answer).toContain('I found nothing about that');
      expect(answer).toContain('not a language model');
      expect(answer).toContain('ollama pull gemma3:270m');
    });
  }

  test('a greeting and a question about itself say what it is and what to ask', async () => {
    const { says } = await house();
    for (const question of ['Hello', 'hi there!', 'Who are you?', 'what can you do?', 'help', 'Are you an AI?']) {
      expect(await says(question)).toMatch(/I am the guide.*not a language model.*How do I invite somebody\?/s);
    }
  });

  test('with a model there, it names it instead of telling how to install one', async () => {
    const { says } = await house('recorded');
    const answer = await says('What is the capital of France?');
    expect(answer).toContain('`@smollm2:135m`');
    expect(answer).not.toContain('install Ollama');
    expect(await says('How do I invite somebody?')).not.toContain('No language model was found');
  });

  test('a short question goes on about what was asked before', async () => {
    const { says } = await house();
    expect(await says('How do I invite people?', '…', 'and revoke?')).toContain('**Invite people**');
    expect(await says('How do I invite people?', '…', 'why?')).toContain('**Invite people**');
    expect(await says('How do I invite people?', '…', 'backup?')).toContain('**Backup**');
  });

  test('where several people talk, names in front are not part of the question', async () => {
    const { ask } = await house();
    const turns: Turn[] = [
      { role: 'system', text: 'You take part in a team chat.' },
      { role: 'user', text: 'Kick Boxer: how do I make a backup?' },
    ];
    expect(textOf(await collect(ask(turns)))).toContain('**Backup**');
  });

  test('INPUT-1 a very long message, an empty one and none at all are answered too', async () => {
    const { says, ask } = await house();
    expect(await says('lorem ipsum dolor '.repeat(1_700))).toContain('I found nothing');
    expect(await says('')).toContain('I found nothing');
    expect(textOf(await collect(ask([])))).toContain('I found nothing');
  });

  test('goes on after what it wrote so far, so that the whole is the same answer', async () => {
    const { says, ask } = await house();
    const whole = await says('How do I make a backup?');
    const begun = whole.slice(0, 57);
    const rest = textOf(
      await collect(
        ask([
          { role: 'user', text: 'How do I make a backup?' },
          { role: 'assistant', text: begun },
        ]),
      ),
    );
    expect(begun + rest).toBe(whole);
  });

  test('REPLY-6 a stop between two words ends it', async () => {
    const { ask } = await house('no server', 3_600_000);
    const stop = new AbortController();
    const reply = ask([{ role: 'user', text: 'How do I make a backup?' }], stop.signal);
    let pieces = 0;
    for await (const part of reply) {
      if (part.type === 'piece') pieces += 1;
      stop.abort();
    }
    await reply.settled;
    expect(pieces).toBe(1);
  });

  test('every section has words, and says them under a title of its own', () => {
    const sections = loadSections();
    expect(new Set(sections.map(({ title }) => title)).size).toBe(sections.length);
    for (const section of sections) {
      expect(section.also.length).toBeGreaterThan(10);
      expect(section.text.length).toBeGreaterThan(40);
      expect(section.text).not.toContain('<!--');
    }
  });

  test('each way it names another section leads to one', () => {
    const sections = loadSections();
    const titles = sections.map(({ title }) => title);
    const named = sections.flatMap(({ text }) => [...text.matchAll(/see \*([^*]+)\*/giu)].map(([, title]) => title));
    expect(named.length).toBeGreaterThan(2);
    for (const title of named) expect(titles).toContain(title);
  });

  test('it ends like any model', async () => {
    const { ask } = await house();
    expect(endOf(await collect(ask([{ role: 'user', text: 'Hello' }])))).toMatchObject({ outcome: 'done' });
  });
});

describe('the first message of a team', () => {
  const about = { userName: 'Ana', teamName: 'Ana’s team' };

  test('three lines of hello, then how to get a model', async () => {
    const { registry } = await house();
    const lines = registry.welcome(about).split('\n\n');
    expect(lines).toHaveLength(6);
    expect(lines[0]).toContain('Hello Ana, this is **Ana’s team**');
    expect(lines[1]).toContain('not a language model');
    expect(lines.slice(3).join(' ')).toContain('ollama pull gemma3:270m');
  });

  test('three lines of hello, then which models were found', async () => {
    const { registry } = await house('recorded');
    const lines = registry.welcome(about).split('\n\n');
    expect(lines.slice(3)).toEqual([
      '3 models were found: `gemma3:270m`, `smollm2:135m`, `thinker:latest`.',
      expect.stringContaining('`@`'),
    ]);
  });

  test('an Ollama without a model is said to be one', async () => {
    const { registry } = await house([]);
    expect(registry.welcome(about)).toContain('Ollama 0.25.0 was found, without a model');
  });

  test('INPUT-4 names do not format', async () => {
    const { registry } = await house();
    expect(registry.welcome({ userName: '[x](http://evil)', teamName: '**big** <b>' })).toContain('this is **\\*\\*big\\*\\* \\<b\\>**');
  });
});
