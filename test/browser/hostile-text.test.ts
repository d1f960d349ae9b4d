import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const HOSTILE = [
  '<script>window.ran = 1</script>',
  '<img src=x onerror="window.ran = 1">',
  '<svg/onload="window.ran = 1">',
  '<iframe srcdoc="<script>parent.ran = 1</script>"></iframe>',
  '[click](javascript:window.ran=1)',
  '[click](data:text/html,<script>opener.ran=1</script>)',
  '<a href="javascript:window.ran=1">click</a>',
  '![picture](https://tracker.example/pixel.png)',
  '![](https://tracker.example/none.png "title")',
  '[ref]: javascript:window.ran=1\n\n[ref]',
  '<style>body { background: url(https://tracker.example/style.png) }</style>',
  '```js\n</code></pre><script>window.ran = 1</script>\n```',
  '| <img src=x onerror="window.ran = 1"> |\n|-|\n| [x](vbscript:x) |',
  '<https://user@tracker.example/a>  https://tracker.example/b',
  `${'_a*'.repeat(2_000)}`,
  `${'>'.repeat(3_000)} deep`,
  '\u202eevil\u202c \u0000 \ufeff',
];

test('INPUT-4 no text of people or models runs, loads or opens anything', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('<b>Ana</b>', '<i>Acme</i>');
  await using ana = await Visitor.open(browser, house, { person: founder });
  const outside: string[] = [];
  ana.page.on('request', (request) => {
    if (!request.url().startsWith(house.url)) outside.push(request.url());
  });
  await founder.api.conversation.update.mutate({ conversationId: founder.welcome.id, title: '<img src=x onerror="window.ran = 1">' });
  for (const [at, text] of HOSTILE.entries()) {
    await founder.api.message.send.mutate({
      conversationId: founder.welcome.id,
      clientKey: `k${at}`,
      text: `${text}\n\nperson ${at} was here`,
      model: null,
    });
  }
  await ana.message(`person ${HOSTILE.length - 1} was here`).waitFor();
  await founder.api.message.send.mutate({ conversationId: founder.welcome.id, clientKey: 'ask', text: 'now you', model: 'smollm2:135m' });
  const chat = await house.ollama.nextChat();
  for (const text of HOSTILE) {
    await chat.think(`${text}\n\n`);
    await chat.send(`${text}\n\n`);
  }
  await chat.send('model was here');
  await chat.finish();
  await ana.message('model was here').waitFor();
  await ana.page.getByRole('button', { name: /^Thought/ }).click();

  for (const link of await ana.log.getByRole('link').all()) {
    expect(await link.getAttribute('href')).toMatch(/^(https?:|mailto:)/);
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer nofollow');
    expect(await link.getAttribute('target')).toBe('_blank');
  }
  expect(await ana.log.locator('script, img, svg[onload], iframe, style, object, embed').count()).toBe(0);
  expect(await ana.page.evaluate(() => 'ran' in window)).toBe(false);
  expect(outside).toEqual([]);
  await ana.page.getByText('<i>Acme</i>').first().waitFor();
});

test('INPUT-4 a link shows where it leads, and its click tells that place nothing', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana');
  await founder.api.message.send.mutate({
    conversationId: founder.welcome.id,
    clientKey: 'k',
    text: '[https://bank.example](https://evil.example/login)',
    model: null,
  });
  await using ana = await Visitor.open(browser, house, { person: founder });
  const link = ana.log.getByRole('link', { name: 'https://bank.example (evil.example)' });
  await link.waitFor();
  await ana.context.route('https://evil.example/**', (route) => route.fulfill({ body: 'caught', contentType: 'text/html' }));
  const [opened] = await Promise.all([ana.context.waitForEvent('page'), link.click()]);
  await opened.waitForLoadState();
  expect(await opened.evaluate(() => [document.referrer, window.opener])).toEqual(['', null]);
});
