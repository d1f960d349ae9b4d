import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Browser } from 'playwright-core';
import { findings } from '../support/axe.ts';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse, type House } from '../support/house.ts';
import { longConversation } from '../support/long-conversation.ts';
import type { Person } from '../support/person.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const atEnd = ({ log }: Visitor) => log.evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight < 4);
const inSight = (visitor: Visitor, text: string) =>
  visitor.message(text).evaluate((row) => {
    const { top, bottom } = row.closest('[role="log"]')?.getBoundingClientRect() ?? { top: 0, bottom: 0 };
    const at = row.getBoundingClientRect();
    return at.top >= top && at.bottom <= bottom;
  });
/** The numbers of the lines in the page, from top to bottom. */
const lines = ({ log }: Visitor) =>
  log.evaluate((list) =>
    [...list.querySelectorAll('article')]
      .toSorted((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
      .flatMap((row) => /Line (\d+):/.exec(row.textContent ?? '')?.[1] ?? [])
      .map(Number),
  );

async function messageAt({ api }: Person, id: Awaited<ReturnType<typeof longConversation>>, line: number) {
  const { items } = await api.message.history.query({ conversationId: id, aroundSeq: line + 1, limit: 10 });
  return items.find(({ text }) => text.startsWith(`Line ${line}:`))?.id;
}

/** What the page asks of the history, over its socket. */
function historyCalls(visitor: Visitor): string[] {
  const calls: string[] = [];
  visitor.page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      for (const found of String(payload).matchAll(/\{[^{}]*\},"path":"message\.history"/g)) calls.push(found[0]);
    }),
  );
  return calls;
}

test('RESUME-1 a link to a message far back is one request; from there one reads on both ways until the end, which went on meanwhile', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const count = 5_000;
  const id = await longConversation(house, [founder, joiner], count);
  await founder.api.message.markRead.mutate({ conversationId: id, seq: 100_000 });
  const wanted = await messageAt(founder, id, 4_800);
  await using ana = await Visitor.open(browser, house, { person: founder });
  const calls = historyCalls(ana);
  await ana.go(`/t/${founder.team.id}/c/${id}#${wanted}`);
  await ana.message('Line 4800:').waitFor();
  await expect.poll(() => inSight(ana, 'Line 4800:')).toBe(true);
  await expect.poll(() => ana.message('Line 4800:').evaluate((row) => row === document.activeElement)).toBe(true);
  // One brings it; of what is shown at first, and of what is shown then, the pages beside are loaded before they are needed.
  expect(calls.filter((call) => call.includes('aroundMessageId'))).toHaveLength(1);
  const pill = ana.page.getByRole('button', { name: /Go to the newest message|new$/ });
  await pill.waitFor();

  // A row that has the focus stays in the page.
  await ana.composer.focus();
  // Somebody speaks meanwhile: it is counted, and stands at the end when one comes there.
  await joiner.api.message.send.mutate({ conversationId: id, clientKey: 'late', text: `Line ${count + 1}: late`, model: null });
  await ana.page.getByRole('button', { name: '1 new' }).waitFor();
  expect((await lines(ana)).at(-1)).toBeLessThan(count);
  let last = 4_800;
  for (let stop = 0; stop < 200 && (await ana.message(`Line ${count + 1}:`).count()) === 0; stop += 1) {
    const there = await ana.log.evaluate(async (list) => {
      list.scrollBy(0, 600);
      for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
      return list.scrollTop;
    });
    expect(there).toBeGreaterThan(0);
    const now = await lines(ana);
    expect(now).toEqual(Array.from({ length: now.length }, (_, n) => (now[0] ?? 0) + n));
    expect(now.at(-1)).toBeGreaterThanOrEqual(last);
    last = now.at(-1) ?? last;
  }
  await ana.message(`Line ${count + 1}:`).waitFor();
  await ana.log.evaluate((list) => list.scrollTo(0, list.scrollHeight));
  await expect.poll(() => atEnd(ana)).toBe(true);
  await pill.waitFor({ state: 'detached' });
});

test('SEQ-3 from far back one press leads to the newest, and so does sending', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const founder = await house.founder('Ana', 'Acme');
  const id = await longConversation(house, [founder], 600);
  const wanted = await messageAt(founder, id, 40);
  const path = `/t/${founder.team.id}/c/${id}`;
  await using ana = await Visitor.open(browser, house, { person: founder, path });
  await ana.message('Line 600:').waitFor();
  for (const leave of [() => ana.page.getByRole('button', { name: 'Go to the newest message' }).click(), () => ana.say('Line 601: mine')]) {
    await ana.page.evaluate((hash) => {
      location.hash = hash;
    }, wanted ?? '');
    await ana.message('Line 40:').waitFor();
    await expect.poll(() => inSight(ana, 'Line 40:')).toBe(true);
    await leave();
    await ana.message('Line 600:').waitFor();
    await expect.poll(() => atEnd(ana)).toBe(true);
    await ana.page.evaluate(() => {
      location.hash = '';
    });
  }
  await ana.message('Line 601:').waitFor();
});

test('more new than one page: the way to the first of it is offered, and leads there', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { bo } = await unread(house);
  await using visitor = bo;
  const offer = visitor.page.getByRole('button', { name: /^300 new messages since / });
  await offer.waitFor();
  await expect.poll(() => atEnd(visitor)).toBe(true);
  expect(await visitor.log.locator('[data-new]').count()).toBe(0);
  expect(await findings(visitor.page)).toEqual([]);
  await offer.click();
  await visitor.log.locator('[data-new]').waitFor();
  await expect.poll(() => inSight(visitor, 'Line 1:')).toBe(true);
  await offer.waitFor({ state: 'detached' });
  await visitor.page.getByRole('button', { name: 'Go to the newest message' }).click();
  await expect.poll(() => atEnd(visitor)).toBe(true);
  expect(await offer.count()).toBe(0);
});

test('the way to the first of what is new can be waved aside', async () => {
  await using house = await openHouse({ webApp: true, noOllama: true });
  const { bo } = await unread(house);
  await using visitor = bo;
  const offer = visitor.page.getByRole('button', { name: /^300 new messages since / });
  await offer.waitFor();
  await visitor.page.getByRole('button', { name: 'Hide' }).click();
  await offer.waitFor({ state: 'detached' });
  await expect.poll(() => atEnd(visitor)).toBe(true);
});

/** A conversation of 300 messages that Bo has not seen any of. */
async function unread(house: House): Promise<{ bo: Visitor }> {
  const founder = await house.founder('Ana', 'Acme');
  const joiner = await house.joiner(founder, 'Bo');
  const id = await longConversation(house, [founder], 300);
  const bo = await Visitor.open(browser, house, { person: joiner, path: `/t/${founder.team.id}/c/${id}` });
  await bo.message('Line 300:').waitFor();
  return { bo };
}
