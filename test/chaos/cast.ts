/** Who is in the team, who was, and the network that each of them has. */
import { Chance } from '../support/chance.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { type Account, join, register, signIn } from './account.ts';
import { troubles, weatherOf } from './plan.ts';
import { SdkPerson } from './sdk-person.ts';
import type { Somebody } from './somebody.ts';
import { StockPerson } from './stock-person.ts';
import type { Mark, TickGuard } from './ticks.ts';

/** How a membership ended, or was changed so that everything open by it ended. */
export type Parting = 'removed' | 'left' | 'suspended' | 'changed';

export interface Actor {
  number: number;
  /** Sees what is shared with them and nothing else. */
  guest: boolean;
  somebody: Somebody;
  /** Another tab of the same browser. */
  tab?: Somebody;
  /** The owner has none: nothing ever goes wrong there but the server. */
  network?: FaultProxy;
  /** For each place they may not look into: what may not come over their network. */
  ears: Map<Mark, TickGuard>;
  /** The number of the newest event there, when they were shut out: they have no part in what comes after it. */
  shutOut: Map<ConversationId, number>;
  over?: Parting;
  /** They came back since, with a client of their own. */
  returned?: true;
  /** Resolves with the end of their access: a client that tries for ever is not waited for. */
  readonly gone: PromiseWithResolvers<void>;
}

interface CastParts {
  seed: number;
  /** Without a network between. */
  serverUrl: string;
  inviteUrl: string;
  guestInviteUrl: string;
  owner: Actor;
}

/** Of this many newcomers one is a guest, one has a stock client, one has two tabs: also of the first few. */
const EVERY = { guest: 5, stock: 3, tab: 3 };

/** Nothing breaks their connections but the server itself: what it goes on sending to somebody who was shut out gets there. */
export function isSheltered({ number, guest }: Pick<Actor, 'number' | 'guest'>): boolean {
  return guest || number % EVERY.tab === 1;
}

export class Cast {
  readonly owner: Actor;
  /** The owner is the first. */
  readonly people: Actor[];
  /** Their access ended, and they are still trying. */
  readonly former: Actor[] = [];
  /** How many there ever were. */
  met = 1;
  /** Cuts of networks that are taken down already. */
  #pastCuts = 0;
  readonly #parts: CastParts;
  #storm: 'none' | 'usual' | 'wild' = 'none';

  constructor(parts: CastParts) {
    this.#parts = parts;
    this.owner = parts.owner;
    this.people = [parts.owner];
  }

  /** Somebody new, who looks at nothing yet. */
  async join(): Promise<Actor> {
    const { serverUrl, inviteUrl, guestInviteUrl } = this.#parts;
    const number = this.met;
    this.met += 1;
    const guest = number % EVERY.guest === 3;
    const account = await register(serverUrl, `Person ${number}`, `person${number}@example.org`);
    await join(serverUrl, account, guest ? guestInviteUrl : inviteUrl);
    return this.#enter({ number, guest }, account);
  }

  /** Signs in again, with a client of their own; the old one goes on trying. With `accept` by the invite, else they are in the team already. */
  async back(former: Actor, how: { accept: boolean }): Promise<Actor> {
    const { serverUrl, inviteUrl, guestInviteUrl } = this.#parts;
    const account = await signIn(serverUrl, former.somebody.account);
    if (how.accept) await join(serverUrl, account, former.guest ? guestInviteUrl : inviteUrl);
    former.returned = true;
    return this.#enter(former, account);
  }

  part(actor: Actor, how: Parting): void {
    actor.over = how;
    actor.gone.resolve();
    this.people.splice(this.people.indexOf(actor), 1);
    this.former.push(actor);
  }

  storm(wild: boolean): void {
    this.#storm = wild ? 'wild' : 'usual';
    for (const actor of this.#all()) this.#rouse(actor);
  }

  /** For those who are in the team: a connection of somebody who is not any more stays as it is, so that it shows whether it still brings anything. */
  mend(): void {
    this.#storm = 'none';
    for (const actor of this.people) {
      actor.network?.mend();
      for (const screen of screensOf(actor)) screen.hurry();
    }
  }

  /** For somebody who came in while the storm ended. */
  mendIfCalm({ network }: Actor): void {
    if (this.#storm === 'none') network?.mend();
  }

  /** Connections that were broken so far. */
  get cuts(): number {
    return this.#all().reduce((sum, { network }) => sum + (network?.cuts ?? 0), this.#pastCuts);
  }

  /** Those who left first are gone for good; so many still try. */
  async dismiss(butFor: number): Promise<void> {
    for (const actor of this.former.splice(0, Math.max(0, this.former.length - butFor))) await this.#shut(actor);
  }

  async close(): Promise<void> {
    await this.dismiss(0);
    for (const actor of this.people) await this.#shut(actor);
  }

  #all(): Actor[] {
    return [...this.people, ...this.former];
  }

  async #enter({ number, guest }: Pick<Actor, 'number' | 'guest'>, account: Account): Promise<Actor> {
    const network = await FaultProxy.open(this.#parts.serverUrl);
    const ears: Actor['ears'] = new Map();
    network.tap = (bytes, way) => {
      if (way === 'toClient') for (const guard of ears.values()) guard.hear(bytes);
    };
    const actor: Actor = {
      number,
      guest,
      network,
      ears,
      shutOut: new Map(),
      gone: Promise.withResolvers(),
      ...this.#clients(number, network.url, account),
    };
    this.#rouse(actor);
    this.people.push(actor);
    return actor;
  }

  #clients(number: number, url: string, account: Account): Pick<Actor, 'somebody' | 'tab'> {
    if (number % EVERY.stock === 2) return { somebody: new StockPerson(url, account) };
    const habits = { impatient: new Chance(this.#parts.seed, `habits ${number}`).once(0.85) };
    const somebody = new SdkPerson(url, account, habits);
    return number % EVERY.tab === 1 ? { somebody, tab: new SdkPerson(url, account, { impatient: true }) } : { somebody };
  }

  #rouse(actor: Actor): void {
    const { number, network } = actor;
    const { seed } = this.#parts;
    if (this.#storm === 'none' || isSheltered(actor)) return;
    const weather = this.#storm === 'wild' ? 'wild' : weatherOf(seed, number);
    network?.expect(troubles(seed, `of ${number}`, weather));
  }

  async #shut(actor: Actor): Promise<void> {
    this.#pastCuts += actor.network?.cuts ?? 0;
    for (const screen of screensOf(actor)) await screen.close();
    await actor.network?.[Symbol.asyncDispose]();
  }
}

export function screensOf({ somebody, tab }: Actor): Somebody[] {
  return tab ? [somebody, tab] : [somebody];
}
