/** What all albums share: a browser, a camera, a clock that stands until it is moved, and houses with people in them. */
import type { Browser, Page } from 'playwright-core';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import { Visitor } from '../support/browser.ts';
import { type House, type HouseOptions, openHouse } from '../support/house.ts';
import { Person } from '../support/person.ts';
import type { Camera } from './camera.ts';

/** Tuesday, 3 March 2026, 14:02 where the pictures are taken. */
const BEGINNING = Date.UTC(2026, 2, 3, 13, 2);
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
/** What is refused is photographed, too. */
const REFUSED = /status of 400/;
/** What is waited for comes in far less. */
const MOST_WAIT_MS = 15_000;
const PLACE = { timezoneId: 'Europe/Berlin', locale: 'en-GB' };

export const MODELS = [
  { name: 'gemma3:4b', sizeBytes: 3_338_801_804, parameters: '4.3B', quantization: 'Q4_K_M', contextLength: 131_072 },
  { name: 'qwen3:8b', sizeBytes: 5_225_388_164, parameters: '8.2B', contextLength: 40_960, capabilities: ['completion', 'thinking'] },
  { name: 'llama3.2:3b', sizeBytes: 2_019_393_189, parameters: '3.2B', contextLength: 131_072 },
  { name: 'nomic-embed-text', sizeBytes: 274_302_450, parameters: '137M', quantization: 'F16', capabilities: ['embedding'] },
  { name: 'gpt-oss:120b-cloud', sizeBytes: 384, parameters: '116.8B', remoteHost: 'https://ollama.com:443' },
];

export class Studio {
  readonly browser: Browser;
  readonly camera: Camera;
  readonly clock = { at: BEGINNING, now: () => this.clock.at };
  readonly #pages: Page[] = [];

  constructor(browser: Browser, camera: Camera) {
    this.browser = browser;
    this.camera = camera;
  }

  house(options: HouseOptions = {}): Promise<House> {
    return openHouse({ webApp: true, chats: 'held', clock: this.clock, models: MODELS, ...options });
  }

  /** On a page of their own. Nobody: a stranger. `phone`: with fingers, for what only they open. */
  async open(house: House, where: { person?: Person; path?: string; phone?: boolean } = {}): Promise<Visitor> {
    const { path = '/', phone = false, ...who } = where;
    const visitor = await Visitor.open(this.browser, house, { ...who, ...PLACE, ...(phone && PHONE), path: '/healthz', expected: REFUSED });
    visitor.page.setDefaultTimeout(MOST_WAIT_MS);
    await visitor.context.addInitScript(hideCaret);
    await visitor.page.clock.setFixedTime(this.clock.at);
    this.#pages.push(visitor.page);
    await visitor.go(path);
    return visitor;
  }

  /** Time passes for the server and on every page. */
  readonly pass = async (seconds: number): Promise<void> => {
    this.clock.at += seconds * 1000;
    await Promise.all(this.#pages.filter((page) => !page.isClosed()).map((page) => page.clock.setFixedTime(this.clock.at)));
  };
}

/** It blinks. The page's own policy allows no style element, but a sheet that a script makes. */
function hideCaret(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { caret-color: transparent !important; }');
  document.adoptedStyleSheets.push(sheet);
}

/** Somebody with a name and an address that look like somebody's, without the second that a password costs. */
export async function settle(house: House, name: string): Promise<Person> {
  const { store, clock } = house.parley.app;
  const email = `${name.split(' ')[0]?.toLowerCase()}@harbour.example`;
  const { user } = await store.users.register({ name, email, passwordHash: 'none' }, clock.now());
  return house.device(Person.signedIn(house.url, user, ''));
}

export interface Crew {
  ana: Person;
  bo: Person;
  others: Person[];
}

const OTHERS = ['Cleo Moreau', 'Dara Okafor', 'Emil Novák', 'Farah Haddad', 'Gus Petersen', 'Hana Sato'];

/** The team Harbour: Ana, who owns it, Bo, and six more. */
export async function crewOf(house: House): Promise<Crew> {
  const ana = await settle(house, 'Ana Lindqvist');
  await ana.createTeam('Harbour');
  const { url } = await ana.api.invite.create.mutate({ teamId: ana.team.id });
  const [bo, ...others] = await Promise.all(
    ['Bo Tanaka', ...OTHERS].map(async (name) => {
      const person = await settle(house, name);
      await person.accept(url);
      return person;
    }),
  );
  if (bo === undefined) throw new Error('nobody came');
  return { ana, bo, others };
}

/** In a conversation that models answer when they are named. */
export async function room(by: Person, title: string, about: { answers?: 'always' | 'named'; model?: string } = {}): Promise<Conversation> {
  const { conversation } = await by.api.conversation.create.mutate({ teamId: by.team.id, title, answers: 'named', ...about });
  return conversation;
}

let keys = 0;

export async function say(by: Person, { id }: Pick<Conversation, 'id'>, text: string, more: { model?: string; mentions?: Person[] } = {}) {
  keys += 1;
  const { mentions = [], model } = more;
  const sent = await by.api.message.send.mutate({
    conversationId: id,
    clientKey: `picture ${keys}`,
    text,
    mentions: mentions.map(({ user }) => user.id),
    ...(model !== undefined && { model }),
  });
  return sent.message;
}

export const pathOf = ({ teamId, id }: Pick<Conversation, 'teamId' | 'id'>) => `/t/${teamId}/c/${id}`;
