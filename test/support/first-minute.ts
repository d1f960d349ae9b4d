/** What people do first: begin, ask, invite, join. By hand, as a person would, on real pages. */
import type { Visitor } from './browser.ts';
import { PASSWORD } from './person.ts';

/** Between two keys; 0 fills a field at once. */
export interface Pace {
  keyMs: number;
}

/** From the empty page to the open conversation with the cursor where one writes. */
export async function begin({ page, composer }: Visitor, name: string, pace: Pace): Promise<void> {
  await write({ page }, 'Your name', name, pace);
  await write({ page }, 'E-mail address', `${name.split(' ')[0]?.toLowerCase()}@example.org`, pace);
  await write({ page }, 'Password', PASSWORD, pace);
  await page.getByRole('button', { name: 'Start' }).click();
  await page.getByRole('heading', { level: 1, name: 'Welcome' }).waitFor();
  await composer.and(page.locator(':focus')).waitFor();
}

/** Into the composer that has the focus, and sent. */
export async function ask({ page }: Visitor, text: string, pace: Pace): Promise<void> {
  await page.keyboard.type(text, { delay: pace.keyMs });
  await page.keyboard.press('Enter');
}

/** Makes a link that lets somebody in, and comes back to the conversation. */
export async function inviteLink({ page, composer }: Visitor): Promise<string> {
  await page.getByRole('link', { name: 'People' }).click();
  await page.getByRole('button', { name: 'Create invite link' }).click();
  const link = await page.getByLabel('Invite link', { exact: true }).inputValue();
  await page.getByRole('link', { name: 'Welcome' }).click();
  await composer.waitFor();
  return link;
}

/** For somebody who opened such a link and has no account. */
export async function join({ page, composer }: Visitor, name: string, pace: Pace): Promise<void> {
  await page.getByRole('heading', { name: /^Join / }).waitFor();
  await write({ page }, 'Your name', name, pace);
  await write({ page }, 'E-mail address', `${name.toLowerCase()}@example.org`, pace);
  await write({ page }, 'Password', PASSWORD, pace);
  await page.getByRole('button', { name: 'Create account and join' }).click();
  await composer.waitFor();
}

async function write({ page }: Pick<Visitor, 'page'>, label: string, text: string, { keyMs }: Pace): Promise<void> {
  const field = page.getByLabel(label, { exact: true });
  if (keyMs === 0) return field.fill(text);
  await field.click();
  await field.fill('');
  return page.keyboard.type(text, { delay: keyMs });
}
