/**
 * Real browsers for tests: one Chromium, any number of people, each with storage of their own. Nothing waits for time: locators wait for what is to
 * be seen. A page that logs an error, throws, or breaks its content policy fails the test.
 */
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import type { House } from './house.ts';
import type { Person } from './person.ts';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];
const SWITCHES = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** What a browser logs by itself about answers that are part of the game: nobody is signed in yet, or the network is away. */
const EXPECTED = [/status of 40[149]/, /ERR_INTERNET_DISCONNECTED/, /WebSocket connection to .* failed/, /ERR_CONNECTION_REFUSED/];

export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? PLACES.find((place) => existsSync(place));
  if (executablePath === undefined)
    throw new Error('These tests need Chromium: install the package chromium, or set CHROMIUM to its path.');
  return chromium.launch({ executablePath, args: SWITCHES });
}

/** Somebody in front of a browser of their own. */
export class Visitor implements AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly #url: string;
  readonly #problems: string[] = [];

  private constructor(context: BrowserContext, page: Page, url: string, expected: readonly RegExp[]) {
    this.context = context;
    this.page = page;
    this.#url = url;
    page.on('pageerror', (error) => this.#problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !expected.some((known) => known.test(message.text()))) this.#problems.push(message.text());
    });
  }

  /** Opens the app; with `person` their session is there already. `expected`: what the page may complain about besides. */
  static async open(
    browser: Browser,
    house: House,
    options: BrowserContextOptions & { person?: Person; path?: string; expected?: RegExp } = {},
  ): Promise<Visitor> {
    const { person, path = '/', expected, ...rest } = options;
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce', ...rest });
    if (person) await context.addCookies([cookieOf(person, house.url)]);
    const visitor = new Visitor(context, await context.newPage(), house.url, expected ? [...EXPECTED, expected] : EXPECTED);
    await visitor.go(path);
    return visitor;
  }

  async go(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.#url).href);
  }

  /** Where one writes. */
  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message', exact: true });
  }

  /** The conversation is there and has put the cursor where one writes: nothing takes the focus any more. */
  async untilWriting(): Promise<void> {
    await this.page.locator('[id^="composer-"]:focus').waitFor();
  }

  /** The list of messages. */
  get log(): Locator {
    return this.page.getByRole('log');
  }

  /** The message rows that hold this text. */
  message(text: string | RegExp): Locator {
    return this.log.getByRole('article').filter({ hasText: text });
  }

  async say(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close();
    if (this.#problems.length > 0) throw new Error(`The page complained:\n${this.#problems.join('\n')}`);
  }
}

function cookieOf(person: Person, url: string): { name: string; value: string; url: string; httpOnly: boolean; sameSite: 'Lax' } {
  const [name = '', value = ''] = person.cookie.split('=');
  return { name, value, url, httpOnly: true, sameSite: 'Lax' };
}
