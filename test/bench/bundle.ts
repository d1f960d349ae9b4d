/** How much JavaScript is loaded, as it goes over the wire with gzip, to sign in and read a conversation. */
import { gzipSync } from 'node:zlib';
import { openBrowser, Visitor } from '../support/browser.ts';
import { openHouse } from '../support/house.ts';
import { longConversation } from '../support/long-conversation.ts';
import { PASSWORD } from '../support/person.ts';
import { atMost, type Report } from './support/report.ts';

const MAX_KB = 200;

export async function measure(): Promise<Report> {
  const browser = await openBrowser();
  try {
    await using house = await openHouse({ webApp: true, noOllama: true });
    const person = await house.founder('Ana', 'Acme');
    // Without code and formulas: those bring their own when they are there.
    const id = await longConversation(house, [person], 60, (at) => `Line ${at} of **words**.`);
    await using visitor = await Visitor.open(browser, house, { path: '/sign-in' });
    const scripts = new Set<string>();
    visitor.page.on('request', (request) => {
      if (new URL(request.url()).pathname.endsWith('.js')) scripts.add(request.url());
    });
    await visitor.page.reload();
    await visitor.page.getByLabel('E-mail address').fill(person.user.email);
    await visitor.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await visitor.page.getByRole('button', { name: 'Sign in' }).click();
    await visitor.composer.waitFor();
    await visitor.go(`/t/${person.team.id}/c/${id}`);
    await visitor.message('Line 60').waitFor();
    const inPages = await visitor.page.locator('script:not([src])').allTextContents();
    const sizes = [...(await Promise.all([...scripts].map(sizeOf))), ...inPages.map((script) => size('in the page', script))];
    const ours = sizes.reduce((sum, { KB }) => sum + KB, 0);
    return {
      name: 'bundle',
      runs: 1,
      goals: [atMost('to sign in and read a conversation', { ours, reference: MAX_KB }, 'KB gzip', MAX_KB, 'ours')],
      notes: sizes.map(({ file, KB }) => `${KB.toFixed(1)} KB ${file}`),
    };
  } finally {
    await browser.close();
  }
}

async function sizeOf(url: string): Promise<{ file: string; KB: number }> {
  const body = await (await fetch(url)).arrayBuffer();
  return size(new URL(url).pathname, Buffer.from(body));
}

function size(file: string, script: Buffer | string): { file: string; KB: number } {
  return { file, KB: gzipSync(script).length / 1_000 };
}
