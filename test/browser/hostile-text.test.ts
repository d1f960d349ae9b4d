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
  '<svg><foreignObject><iframe srcdoc="<script>parent.ran = 1</script>"></iframe></foreignObject></svg>',
  '<svg><use href="https://tracker.example/sprite.svg#a"/><image href="https://tracker.example/a.png"/></svg>',
  '<svg><animate attributeName="href" values="javascript:window.ran=1"/><a id="x"><text>click</text></a></svg>',
  '<math><mtext><table><mglyph><style><img src=x onerror="window.ran = 1">',
  '<noscript><p title="</noscript><img src=x onerror=window.ran=1>">',
  '<iframe srcdoc="<script>parent.ran = 1</script>"></iframe>',
  '<object data="https://tracker.example/o"></object><embed src="https://tracker.example/e">',
  '<link rel=stylesheet href="https://tracker.example/s.css"><base href="https://tracker.example/">',
  '<meta http-equiv="refresh" content="0;url=https://tracker.example/">',
  '<form action="https://tracker.example/"><button>press</button></form><input autofocus onfocus="window.ran=1">',
  '<video poster="https://tracker.example/v.png" src="https://tracker.example/v.mp4" autoplay></video>',
  '<details open ontoggle="window.ran = 1">x</details>',
  '[click](javascript:window.ran=1)',
  '[click](<javascript:window.ran=1>)',
  '[click](JaVaScRiPt&colon;window.ran=1)',
  '[click](java\u0000script:window.ran=1) [click](\u0001javascript:window.ran=1) [click](&#x6A;avascript:window.ran=1)',
  '[click](data:text/html,<script>opener.ran=1</script>)',
  '[click](//tracker.example/a) [click](\\\\tracker.example\\a) [click](/t/x) [click](blob:x) [click](file:///etc/passwd)',
  '[click](https://a.example" onmouseover="window.ran=1)',
  '[click](https://a.example "title\\" onclick=window.ran=1")',
  '<a href="javascript:window.ran=1">click</a>',
  '![picture](https://tracker.example/pixel.png)',
  '![](https://tracker.example/none.png "title")',
  '![a](javascript:window.ran=1) [![b](https://tracker.example/b.png)](https://tracker.example/c)',
  '[ref]: javascript:window.ran=1\n\n[ref]',
  '[img]: https://tracker.example/ref.png\n\n![ref][img]',
  '<style>body { background: url(https://tracker.example/style.png) }</style>',
  '<!-- --!><img src=x onerror=window.ran=1> -->',
  '<![CDATA[<img src=x onerror=window.ran=1>]]> <?xml-stylesheet href="https://tracker.example/x.xsl"?>',
  '{{constructor.constructor("window.ran=1")()}} ${window.ran=1} <%= 1 %>',
  '```js\n</code></pre><script>window.ran = 1</script>\n```',
  '```"><img/src=x/onerror=window.ran=1>\ncode\n```',
  '```__proto__\ncode\n```\n\n```constructor\ncode\n```',
  '```html\n<img src=x onerror="window.ran = 1"><script>window.ran = 1</script>\n```',
  `\`\`\`js\n${'/*'.repeat(5_000)}${'`${'.repeat(2_000)}\n\`\`\``,
  '`<img src=x onerror="window.ran = 1">`',
  '| <img src=x onerror="window.ran = 1"> |\n|-|\n| [x](vbscript:x) |',
  '<https://user@tracker.example/a>  https://tracker.example/b',
  '$\\href{javascript:window.ran=1}{x}$ $\\url{javascript:window.ran=1}$',
  '$$\\includegraphics{https://tracker.example/tex.png}$$',
  '$\\style{background:url(https://tracker.example/tex2.png)}{x}$ $\\class{a" onclick="window.ran=1}{x}$',
  '$\\htmlData{onclick=window.ran=1}{x}$ $\\data{onclick=window.ran=1}{x}$ $\\id{root}{x}$',
  '$$\\text{<img src=x onerror="window.ran=1">} \\textcolor{red;background:url(https://tracker.example/t)}{x}$$',
  '$\\def\\a{\\a\\a}\\a$ $$\\rule{99999em}{99999em} \\kern-9999em x$$ $\\gdef\\x{<script>}\\x$',
  '\\[ \\unicode{x} \\begin{array}{c} \\cancel{<svg onload=window.ran=1>} \\end{array} \\]',
  `${'_a*'.repeat(2_000)}`,
  `${'>'.repeat(3_000)} deep`,
  `${'$a_'.repeat(2_000)}`,
  `${'['.repeat(4_000)}`,
  '\u202eevil\u202c \u0000 \ufeff',
];

/** Elements that load, run or style by being there. Icons are drawn by `svg` with shapes only. */
const FORBIDDEN =
  'script, iframe, object, embed, base, meta, link, style, img, picture, source, video, audio, form, foreignObject, use, image, animate, set, mglyph, annotation-xml';

/** In the page: looks at everything that ever comes into it, also what is gone by the time somebody looks. */
function watch(forbidden: string): void {
  const found: string[] = [];
  Object.assign(window, { found });
  const look = (element: Element) => {
    if (element.closest('body') === null) return;
    const inText = element.closest('[role="log"]') !== null;
    if (element.matches('script, iframe, object, embed, base') || (inText && element.matches(forbidden))) found.push(element.outerHTML);
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name) || /url\(|expression|javascript:/i.test(name === 'style' ? value : '')) found.push(element.outerHTML);
      if (
        /^(?:href|src|srcset|srcdoc|action|formaction|poster|data|xlink:href)$/i.test(name) &&
        inText &&
        !/^(?:https?:|mailto:)/.test(value)
      )
        found.push(element.outerHTML);
    }
  };
  const seen = new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      if (target instanceof Element) look(target);
      for (const node of addedNodes) if (node instanceof Element) for (const each of [node, ...node.querySelectorAll('*')]) look(each);
    }
  });
  // The page's own script is there before anybody can write.
  addEventListener('DOMContentLoaded', () => seen.observe(document.body, { subtree: true, childList: true, attributes: true }));
}

test('INPUT-4 no text of people or models runs, loads or opens anything', async () => {
  await using house = await openHouse({ webApp: true, chats: 'held' });
  const founder = await house.founder('<b>Ana</b>', '<i>Acme</i>');
  const joiner = await house.joiner(founder, '"><img src=x onerror=window.ran=1>');
  await using ana = await Visitor.open(browser, house, { person: founder, path: '/me' });
  await ana.page.addInitScript(watch, FORBIDDEN);
  await ana.go(`/t/${founder.team.id}/c/${founder.welcome.id}`);
  const outside: string[] = [];
  ana.page.on('request', (request) => {
    if (!request.url().startsWith(house.url)) outside.push(request.url());
  });
  await founder.api.conversation.update.mutate({ conversationId: founder.welcome.id, title: '<img src=x onerror="window.ran = 1">' });
  for (const [at, text] of HOSTILE.entries()) {
    await joiner.api.message.send.mutate({
      conversationId: founder.welcome.id,
      clientKey: `k${at}`,
      text: `${text}\n\nperson ${at} was here`,
      model: null,
    });
    // Each is drawn, and stands there for a moment.
    await ana.message(`person ${at} was here`).waitFor();
  }
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
  await ana.log.evaluate((log) => log.scrollTo(0, 0));
  await ana.message('person 0 was here').waitFor();
  expect(await ana.page.evaluate(() => ({ ran: 'ran' in window, found: 'found' in window && window.found }))).toEqual({
    ran: false,
    found: [],
  });
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
