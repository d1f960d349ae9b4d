/** Who is in the team, who was, and the network that each of them has. */
import type { Conversation } from '../../shared/schemas/conversation.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import { type Account, join, register, signIn } from './account.ts';
import { Chance } from '../support/chance.ts';
import { troubles, weatherOf } from './plan.ts';
import { SdkPerson } from './sdk-person.ts';
import type { Somebody } from './somebody.ts';
import { StockPerson } from './stock-person.ts';
import { TickGuard } from './ticks.ts';

export interface Actor {
  number: number;
  somebody: Somebody;
  /** The owner has none: nothing ever goes wrong there but the server. */
  network?: FaultProxy;
  /** Since their access ended. */
  guard?: TickGuard;
  /** Resolves then: a client that tries for ever is not waited for. */
  readonly gone: PromiseWithResolvers<void>;
}

interface CastParts {
  seed: number;
  /** Without a network between. */
  serverUrl: string;
  inviteUrl: string;
  owner: Actor;
}

const STOCK_SHARE = 0.25;

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

  /** Somebody new, or with `again` the one who left first; undefined when nobody left. */
  async join(again: boolean, conversations: readonly Conversation[]): Promise<Actor | undefined> {
    const former = again ? this.former.shift() : undefined;
    if (again && !former) return undefined;
    const actor = former ? await this.#back(former) : await this.#newcomer();
    await actor.somebody.lookAt(conversations.map(({ id }) => id));
    this.people.push(actor);
    // While they were on their way in, the storm may have ended.
    if (this.#storm === 'none') actor.network?.mend();
    return actor;
  }

  /** From the moment that everything written has at most this number, they may receive nothing. */
  part(actor: Actor, tick: number): void {
    const guard = new TickGuard(tick);
    actor.guard = guard;
    actor.gone.resolve();
    if (actor.network) actor.network.tap = (bytes, way) => way === 'toClient' && guard.hear(bytes);
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
    for (const { network, somebody } of this.people) {
      network?.mend();
      somebody.hurry();
    }
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

  async #newcomer(): Promise<Actor> {
    const { serverUrl, inviteUrl } = this.#parts;
    const number = this.met;
    this.met += 1;
    const account = await register(serverUrl, `Person ${number}`, `person${number}@example.org`);
    await join(serverUrl, account, inviteUrl);
    const network = await FaultProxy.open(serverUrl);
    const actor = { number, network, somebody: this.#enter(number, network, account), gone: Promise.withResolvers<void>() };
    this.#rouse(actor);
    return actor;
  }

  async #back({ number, network, somebody }: Actor): Promise<Actor> {
    const { serverUrl, inviteUrl } = this.#parts;
    await somebody.close();
    if (network) network.tap = undefined;
    const account = await signIn(serverUrl, somebody.account);
    await join(serverUrl, account, inviteUrl);
    return { number, ...(network && { network }), somebody: this.#enter(number, network, account), gone: Promise.withResolvers() };
  }

  #enter(number: number, network: FaultProxy | undefined, account: Account): Somebody {
    const url = network?.url ?? this.#parts.serverUrl;
    const chance = new Chance(this.#parts.seed, `habits ${number}`);
    return chance.once(STOCK_SHARE) ? new StockPerson(url, account) : new SdkPerson(url, account, { impatient: chance.once(0.85) });
  }

  #rouse({ number, network }: Actor): void {
    const { seed } = this.#parts;
    if (this.#storm === 'none') return;
    const weather = this.#storm === 'wild' ? 'wild' : weatherOf(seed, number);
    network?.expect(troubles(seed, `of ${number}`, weather));
  }

  async #shut({ network, somebody }: Actor): Promise<void> {
    this.#pastCuts += network?.cuts ?? 0;
    await somebody.close();
    await network?.[Symbol.asyncDispose]();
  }
}
