/** The page of a conversation comes with what was said in it, for whoever may read it now and for nobody else. */
import { createHash } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { openHouse, type House } from '../support/house.ts';
import type { Person } from '../support/person.ts';

const NAVIGATION = { accept: 'text/html,application/xhtml+xml', 'sec-fetch-dest': 'document' };

async function conversationOf(person: Person, text: string): Promise<{ id: string; path: string }> {
  const teamId = person.team.id;
  const { conversation } = await person.api.conversation.create.mutate({ teamId, title: 'Harbour', visibility: 'team', answers: 'named' });
  await person.api.message.send.mutate({ conversationId: conversation.id, clientKey: crypto.randomUUID(), text });
  return { id: conversation.id, path: `/t/${teamId}/c/${conversation.id}` };
}

interface Page {
  text: string;
  cache: string | null;
  /** Of its scripts. */
  allowed: string;
}

async function pageOf(house: House, path: string, headers: Record<string, string> = {}): Promise<Page> {
  const answer = await fetch(house.url + path, { headers: { ...NAVIGATION, ...headers } });
  expect(answer.status).toBe(200);
  const [, allowed = ''] = /script-src ([^;]*)/.exec(answer.headers.get('content-security-policy') ?? '') ?? [];
  return { text: await answer.text(), cache: answer.headers.get('cache-control'), allowed };
}

test('LEAVE-2, ACCESS-2: who may read finds the newest messages in the page; a stranger, a visitor and a removed member do not', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const ana = await house.founder('Ana', 'Acme');
  const bo = await house.joiner(ana, 'Bo');
  const stranger = await house.founder('Cy', 'Other');
  const { path } = await conversationOf(ana, 'The boat leaves at noon');
  for (const { cookie } of [ana, bo]) {
    const { text, cache } = await pageOf(house, path, { cookie });
    expect(text).toContain('The boat leaves at noon');
    expect(text).toContain('Harbour');
    // Nothing of it waits for a file.
    expect(text).not.toMatch(/rel="stylesheet"|<script[^>]* src=/);
    expect(cache).toBe('no-store');
  }
  await ana.api.member.remove.mutate({ teamId: ana.team.id, userId: bo.user.id });
  const plain = await pageOf(house, '/');
  expect(plain.text).toContain('<div id="root">');
  for (const headers of [{}, { cookie: stranger.cookie }, { cookie: bo.cookie }, { cookie: 'session=nonsense' }])
    expect((await pageOf(house, path, headers)).text).toBe(plain.text);
});

test('what is asked for by a script, with something particular in it, or by another method is the page for everybody', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const ana = await house.founder('Ana', 'Acme');
  const { path, id } = await conversationOf(ana, 'The boat leaves at noon');
  const { cookie } = ana;
  const others = [
    pageOf(house, `${path}?thread=${id}`, { cookie }),
    pageOf(house, `${path}/more`, { cookie }),
    pageOf(house, path, { cookie, 'sec-fetch-dest': 'empty' }),
    pageOf(house, path, { cookie, accept: '*/*' }),
  ];
  for (const { text } of await Promise.all(others)) expect(text).not.toContain('The boat');
  const head = await fetch(house.url + path, { method: 'HEAD', headers: { ...NAVIGATION, cookie } });
  expect([head.status, head.headers.get('cache-control')]).toEqual([200, 'no-cache']);
});

test('INPUT-4: text of people is text in the page, whatever it looks like', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const ana = await house.founder('Ana </div><script>1</script>', 'Acme');
  const { path } = await conversationOf(
    ana,
    '</div><script src="//evil"></script> <img src=x onerror=1> [x](javascript:alert(1)) ![y](https://evil.example/y.png) $& $`',
  );
  const { text, allowed } = await pageOf(house, path, { cookie: ana.cookie });
  const drawn = text.slice(text.indexOf('<div id="sight"'), text.indexOf('<div id="root">'));
  expect(drawn).toContain('&lt;script src=');
  expect(drawn.match(/<script/g)).toHaveLength(1);
  expect(drawn).toContain('<script data-app="/assets/');
  expect(drawn).not.toMatch(/<img|href="javascript:|onerror="|<link/);
  const hashes = [...text.matchAll(/<script(?![^>]* src=)[^>]*>([^]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  expect(allowed.split(' ')).toEqual(["'self'", ...hashes]);
});

test('INPUT-2 formulas are left to the app: nothing that draws them is there for the server', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const ana = await house.founder('Ana', 'Acme');
  const { path } = await conversationOf(ana, '$$\\def\\a{xyz}\\a\\a$$');
  expect((await pageOf(house, path, { cookie: ana.cookie })).text).toContain('<code');
  const built = await readdir('dist/sight', { recursive: true });
  expect(built).toContain('sight.js');
  expect(built.filter((name) => name.includes('formula'))).toEqual([]);
});

test('scripts and styles travel compressed and are kept for good', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { text } = await pageOf(house, '/');
  const [, file = ''] = /src="(\/assets\/app-[^"]+\.js)"/.exec(text) ?? [];
  const asked = request(house.url + file, { headers: { 'accept-encoding': 'br' } }).end();
  const [answer] = await once(asked, 'response');
  const body = Buffer.concat(await answer.toArray());
  expect(answer.headers).toMatchObject({ 'content-encoding': 'br', 'cache-control': 'public, max-age=31536000, immutable' });
  const whole = brotliDecompressSync(body);
  expect(body.length).toBeLessThan(whole.length / 2);
  expect(Buffer.from(await (await fetch(house.url + file, { headers: { 'accept-encoding': 'identity' } })).arrayBuffer())).toEqual(whole);
});

test('INPUT-2 texts that take long to draw take a bounded part of the server’s time; beyond it the app draws them', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const ana = await house.founder('Ana', 'Acme');
  const { path } = await conversationOf(ana, '> '.repeat(2_000));
  const plain = await pageOf(house, '/');
  let drawn = 0;
  while ((await pageOf(house, path, { cookie: ana.cookie })).text !== plain.text) expect((drawn += 1)).toBeLessThan(5_000);
  expect(drawn).toBeGreaterThan(0);
});
