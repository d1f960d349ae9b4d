import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { findings } from '../support/axe.ts';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on what is done with messages, ${colorScheme}`, async () => {
    await using house = await openHouse({ webApp: true, noOllama: true });
    const founder = await house.founder('Ana', 'Acme');
    const joiner = await house.joiner(founder, 'Bo');
    const conversationId = founder.welcome.id;
    await founder.api.conversation.update.mutate({ conversationId, answers: 'named' });
    const { message } = await founder.api.message.send.mutate({ conversationId, clientKey: 'a', text: 'Who has the keys?' });
    await joiner.api.message.send.mutate({ conversationId, clientKey: 'b', text: 'Not me @Ana', mentions: [founder.user.id] });
    await joiner.api.message.react.mutate({ messageId: message.id, emoji: '👍' });
    const { conversation } = await founder.api.message.thread.mutate({ messageId: message.id });
    await joiner.api.message.send.mutate({ conversationId: conversation.id, clientKey: 'c', text: 'Nor me' });
    const path = `/t/${founder.team.id}/c/${conversationId}`;

    await using ana = await Visitor.open(browser, house, { person: founder, colorScheme, path: `${path}?thread=${conversation.id}` });
    const { page } = ana;
    const thread = page.getByRole('region', { name: 'Thread' });
    await thread.getByText('Nor me').waitFor();
    expect(await findings(page), 'a thread').toEqual([]);
    await thread.getByRole('button', { name: 'Close the thread' }).click();
    await thread.waitFor({ state: 'detached' });
    for (const begun of ['@', '/', '/model ']) {
      await ana.composer.fill(begun);
      await page.getByRole('option').first().waitFor();
      expect(await findings(page), begun).toEqual([]);
    }
    await ana.composer.fill('');
    const row = page.locator(`[data-message="${message.id}"]`);
    await row.focus();
    await page.keyboard.press('r');
    await page.getByRole('toolbar', { name: 'Reactions' }).waitFor();
    expect(await findings(page), 'reactions').toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('toolbar', { name: 'Reactions' }).waitFor({ state: 'detached' });
    await expect.poll(() => row.evaluate((article) => article === document.activeElement)).toBe(true);
    await page.keyboard.press('e');
    await page.getByLabel('Edit your message').waitFor();
    expect(await findings(page), 'editing').toEqual([]);
    await page.keyboard.press('Escape');
    for (const [keys, name] of [
      ['Control+k', 'Jump to'],
      ['?', 'Keys'],
    ] as const) {
      await row.focus();
      await page.keyboard.press(keys);
      await page.getByRole('dialog', { name }).waitFor();
      expect(await findings(page), name).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await ana.go(`${path}#${message.id}`);
    await expect.poll(() => row.evaluate((article) => article === document.activeElement)).toBe(true);
    expect(await findings(page), 'a message that is linked to').toEqual([]);

    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
    await using onPhone = await Visitor.open(browser, house, { person: founder, colorScheme, path, ...phone });
    await onPhone.message('Who has the keys?').getByText('Who has the keys?').tap();
    await onPhone.page.getByRole('button', { name: 'More about this message' }).tap();
    await onPhone.page.getByRole('dialog').getByRole('button', { name: 'Copy link' }).waitFor();
    expect(await findings(onPhone.page), 'what can be done on a phone').toEqual([]);
  });
}
