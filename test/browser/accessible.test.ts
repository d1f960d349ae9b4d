import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { findings, LOOKS } from '../support/axe.ts';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const ANSWER =
  '# Title\n\nSome *text* with `code` and a [link](https://example.org).\n\n- [x] done\n- [ ] open\n\n```ts\nconst a = 1;\n```\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n> quoted';

for (const { colorScheme, kind, viewport } of LOOKS) {
  test(`axe finds nothing on any screen, ${colorScheme} and ${kind}`, async () => {
    await using house = await openHouse({ webApp: true, chats: 'held' });
    await using stranger = await Visitor.open(browser, house, { colorScheme, viewport });
    await stranger.page.getByRole('heading', { name: 'Welcome to Parley' }).waitFor();
    expect(await findings(stranger.page), 'first run').toEqual([]);

    const founder = await house.founder('Ana', 'Acme');
    const { url } = await founder.api.invite.create.mutate({ teamId: founder.team.id });
    await stranger.go('/');
    await stranger.page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await findings(stranger.page), 'sign in').toEqual([]);
    await stranger.go(new URL(url).pathname);
    await stranger.page.getByRole('heading', { name: 'Join Acme' }).waitFor();
    expect(await findings(stranger.page), 'invite').toEqual([]);

    await using ana = await Visitor.open(browser, house, { person: founder, colorScheme, viewport });
    const { page } = ana;
    await ana.say('@smollm2:135m show me');
    const chat = await house.ollama.nextChat();
    await chat.think('Let me see.');
    await chat.send('A beginning');
    await ana.message('A beginning').waitFor();
    expect(await findings(page), 'a reply being written').toEqual([]);
    await chat.send(`\n\n${ANSWER}`);
    await chat.finish({ outputTokens: 100 });
    await page.getByRole('button', { name: 'Another answer' }).waitFor();
    await ana.log.getByRole('article').last().focus();
    expect(await findings(page), 'a finished reply').toEqual([]);
    await page.getByRole('button', { name: 'Another answer' }).last().click();
    await (await house.ollama.nextChat()).fail();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await findings(page), 'a failed reply').toEqual([]);

    await page.getByRole('button', { name: /^Model:/ }).click();
    await page.getByRole('menu').waitFor();
    expect(await findings(page), 'model menu').toEqual([]);
    await page.keyboard.press('Escape');
    if (kind === 'narrow') await page.getByRole('button', { name: 'Conversations' }).click();
    await page.getByRole('button', { name: 'New conversation' }).click();
    await page.getByRole('dialog', { name: 'New conversation' }).waitFor();
    expect(await findings(page), 'new conversation').toEqual([]);

    for (const [path, heading] of [
      [`/t/${founder.team.id}/models`, 'Models'],
      [`/t/${founder.team.id}/settings`, 'People'],
      ['/me', 'Account'],
      ['/nowhere', 'There is nothing here'],
    ] as const) {
      await ana.go(path);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
      await expect.poll(() => page.getByText('Loading').count()).toBe(0);
      expect(await findings(page), heading).toEqual([]);
    }
    await founder.http('auth.signOut');
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
    expect(await findings(page), 'ended').toEqual([]);
  });
}

test('where the system takes the colours away, what is chosen, on and connected is still seen', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  joiner.hangUp();
  await using ana = await Visitor.open(browser, house, { person: founder, forcedColors: 'active' });
  await ana.untilWriting();
  const { page } = ana;
  const outline = (role: 'link' | 'switch', chosen: string) =>
    page
      .getByRole(role)
      .and(page.locator(chosen))
      .evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(await outline('link', '[aria-current="page"]')).toBe('solid');
  expect(await outline('switch', '*')).toBe('solid');
  const ground = (name: string) =>
    page
      .getByRole('listitem')
      .filter({ hasText: name })
      .locator('[data-online]')
      .evaluate((element) => getComputedStyle(element).backgroundColor);
  expect(await ground('Ana')).not.toBe(await ground('Bo'));
});
