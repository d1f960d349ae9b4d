/** What can be told of a picture without eyes: what axe finds, what reaches beyond the page, and on a phone what is too small for a finger. */
import type { Page } from 'playwright-core';
import { findings } from '../support/axe.ts';

/** In pixels, each way; a link or a button in the middle of a sentence is as large as its line. */
const FINGER = 44;

export async function flawsOf(page: Page, phone: boolean): Promise<string[]> {
  const found = (await findings(page)).filter((finding) => !isScrolledByItsField(finding));
  return [...found, ...(await tooWide(page)), ...(phone ? await tooSmall(page) : [])];
}

/** A list of suggestions is scrolled by the keys of the field that has the focus; axe knows that of a one-line field only. */
function isScrolledByItsField(finding: string): boolean {
  return finding.startsWith('scrollable-region-focusable') && finding.includes('role="listbox"');
}

function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('html, body, main, main > div, [role="dialog"], [role="alertdialog"]')]
      .filter((each) => each.scrollWidth > each.clientWidth + 1)
      .map((each) => `wider than its place: <${each.tagName.toLowerCase()} class="${each.className}">`),
  );
}

/** Where a finger lands around the middle of a target, that target is what it hits; fields and rows are as wide as they are. */
function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate((finger) => {
    const reach = finger / 2 - 1;
    const small: string[] = [];
    // What a menu lies over, in part, is not what one reaches for.
    const menu = document.querySelector('[role="menu"]');
    for (const target of document.querySelectorAll<HTMLElement>('button, select, input, [role="menuitem"], a[href]')) {
      const { x, y, width, height } = target.getBoundingClientRect();
      const [midX, midY] = [x + width / 2, y + height / 2];
      const inSight = width > 2 && midX > reach && midY > reach && midX < innerWidth - reach && midY < innerHeight - reach;
      if (!inSight || menu?.contains(target) === false || target.closest('p, li p, [data-inline]') || target.matches(':disabled')) continue;
      const hits = (dx: number, dy: number) => {
        const hit = document.elementFromPoint(midX + dx, midY + dy);
        return hit !== null && (target.contains(hit) || (hit.closest('label')?.contains(target) ?? false));
      };
      if (!hits(0, 0)) continue;
      const fits = [hits(0, -reach), hits(0, reach), width >= finger || hits(-reach, 0), width >= finger || hits(reach, 0)];
      if (fits.includes(false))
        small.push(`small for a finger: ${target.outerHTML.slice(0, 140)} ${Math.round(width)}×${Math.round(height)}`);
    }
    return small;
  }, FINGER);
}
