import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, in words; the page's own policy does not hold for what the browser itself is told to run. */
export async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> };
    };
    const { violations } = await checker.run();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`));
  });
}

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 390, height: 844 };

/** What every screen is looked at in: both colour schemes and both widths; each with each by `npm run test:deep`. */
export const LOOKS = [
  { colorScheme: 'light', kind: 'wide', viewport: WIDE },
  { colorScheme: 'dark', kind: 'narrow', viewport: NARROW },
  ...(process.env['PARLEY_TEST_DEEP'] === '1'
    ? ([
        { colorScheme: 'light', kind: 'narrow', viewport: NARROW },
        { colorScheme: 'dark', kind: 'wide', viewport: WIDE },
      ] as const)
    : []),
] as const;
