/** Photographs a page in every look: colours and sizes are switched around it while it stands, so that a state is made once. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { flawsOf } from './flaws.ts';

const FOLDER = path.join(import.meta.dirname, '..', '..', 'pictures');

const SIZES = {
  wide: { width: 1280, height: 800, deviceScaleFactor: 1, mobile: false },
  medium: { width: 1000, height: 800, deviceScaleFactor: 1, mobile: false },
  phone: { width: 390, height: 844, deviceScaleFactor: 2, mobile: true },
};
type Size = keyof typeof SIZES;
const SCHEMES = ['light', 'dark'] as const;

/** Where the layout between wide and phone is one of its own. */
export const ALL_SIZES: readonly Size[] = ['wide', 'medium', 'phone'];
const USUAL: readonly Size[] = ['wide', 'phone'];

/** So many frames in a row look the same before a picture is taken. */
const CALM_FRAMES = 4;
const MOST_FRAMES = 240;

export class Camera {
  taken = 0;
  /** What was found wrong, by where; only looked for when asked. */
  readonly flaws = new Map<string, Set<string>>();
  readonly #looks: boolean;
  readonly #sessions = new WeakMap<Page, CDPSession>();
  readonly #wanted: readonly string[];

  /** `wanted`: beginnings of the names that are taken; all without any. `looks`: for what is wrong in the picture, too. */
  constructor(wanted: readonly string[], looks: boolean) {
    this.#wanted = wanted;
    this.#looks = looks;
  }

  /** Leaves the page light, and wide unless it is only photographed as a phone. */
  async take(page: Page, name: string, sizes: readonly Size[] = USUAL): Promise<void> {
    if (this.#wanted.length > 0 && !this.#wanted.some((beginning) => name.startsWith(beginning))) return;
    await mkdir(FOLDER, { recursive: true });
    const session = await this.#sessionOf(page);
    for (const size of sizes) {
      await session.send('Emulation.setDeviceMetricsOverride', SIZES[size]);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        await calm(page);
        const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
        await writeFile(path.join(FOLDER, `${name}.${colorScheme}.${size}.png`), Buffer.from(data, 'base64'));
        this.taken += 1;
        if (this.#looks) await this.#look(page, `${name}.${colorScheme}.${size}`, size === 'phone');
      }
    }
    await page.emulateMedia({ colorScheme: 'light' });
    await session.send('Emulation.setDeviceMetricsOverride', SIZES[sizes.includes('wide') ? 'wide' : 'phone']);
    await calm(page);
  }

  async #look(page: Page, picture: string, phone: boolean): Promise<void> {
    for (const flaw of await flawsOf(page, phone)) this.flaws.set(flaw, (this.flaws.get(flaw) ?? new Set()).add(picture));
  }

  async #sessionOf(page: Page): Promise<CDPSession> {
    const known = this.#sessions.get(page);
    if (known) return known;
    const session = await page.context().newCDPSession(page);
    this.#sessions.set(page, session);
    return session;
  }
}

/** Nothing of the page moves any more: fonts are there, and several frames in a row are the same. */
async function calm(page: Page): Promise<void> {
  const moved = await page.evaluate(
    async ({ calmFrames, mostFrames }) => {
      await document.fonts.ready;
      const look = () => {
        const boxes = [...document.querySelectorAll('article, [role], button, h1')].map((each) => each.getBoundingClientRect());
        return `${innerWidth} ${document.body.innerText.length} ${boxes.map(({ x, y, width, height }) => [x, y, width, height].join()).join(' ')}`;
      };
      let before = '';
      for (let frame = 0, same = 0; frame < mostFrames; frame += 1) {
        await new Promise(requestAnimationFrame);
        const now = look();
        same = now === before ? same + 1 : 0;
        if (same >= calmFrames) return undefined;
        before = now;
      }
      return before;
    },
    { calmFrames: CALM_FRAMES, mostFrames: MOST_FRAMES },
  );
  if (moved !== undefined) throw new Error('The page does not come to rest.');
}
