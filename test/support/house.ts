/**
 * A whole Parley for one test: a real server on a free port, real SQLite in a temp folder, a fake Ollama over real HTTP. Closes everything at the
 * end of the scope: `await using house = await openHouse()`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, readConfig } from '../../server/config.ts';
import { type Parley, startParley } from '../../server/app.ts';
import { type FakeOllama, type FakeOllamaOptions, startFakeOllama } from './fake-ollama/fake-ollama.ts';
import type { User } from '../../shared/schemas/identity.ts';
import { Person } from './person.ts';

export interface HouseOptions extends FakeOllamaOptions {
  /** Further settings, as environment variables. */
  settings?: Record<string, string>;
  /** Without a model server. */
  noOllama?: boolean;
  /** With the built web app; without it the pages are empty. */
  webApp?: boolean;
  /** A clock of the test's own; the real one unless told. */
  clock?: { now(): number };
}

export interface House extends AsyncDisposable {
  readonly url: string;
  readonly parley: Parley;
  readonly ollama: FakeOllama;
  readonly folder: string;
  /** Somebody new, registered and signed in. */
  register(name?: string): Promise<Person>;
  /** Somebody new without a password, which is what costs time: for tests that need hundreds. */
  newcomer(name?: string): Promise<Person>;
  /** Another device of theirs, signed in without a password. */
  device(of: Person): Promise<Person>;
  /** Somebody with a team of their own; `welcome` is its first conversation. */
  founder(name?: string, teamName?: string): Promise<Person>;
  /** Somebody new who joined this team by a plain invite link. */
  joiner(founder: Person, name?: string): Promise<Person>;
  /** Stops the server and starts it again on the same folder and port. */
  restart(): Promise<void>;
}

/** A folder without a web app. */
const NO_PAGES = fileURLToPath(new URL('./no-pages/', import.meta.url));

let people = 0;

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parley-'));
  const ollama = await startFakeOllama(options);
  if (options.noOllama) await ollama.stop();
  const port = await freePort();
  const config = configFor(folder, port, ollama.url, options.settings);
  const start = () =>
    startParley(config, { ...(options.clock && { clock: options.clock }), ...(!options.webApp && { clientFolder: NO_PAGES }) });
  let parley = await start();
  await parley.app.models.ready;
  const guests: Person[] = [];

  const register = async (name?: string): Promise<Person> => {
    people += 1;
    const person = await Person.register(parley.url, name ?? `Person ${people}`, `person${people}@example.org`);
    guests.push(person);
    return person;
  };

  const device = async (user: User): Promise<Person> => {
    const { cookie } = await parley.app.auth.issue(user.id, { ip: '127.0.0.1', agent: 'test' });
    const person = Person.signedIn(parley.url, user, cookie.split(';')[0] ?? '');
    guests.push(person);
    return person;
  };

  return {
    async newcomer(name) {
      people += 1;
      const draft = { name: name ?? `Person ${people}`, email: `person${people}@example.org`, passwordHash: 'none' };
      return device((await parley.app.store.users.register(draft, parley.app.clock.now())).user);
    },
    device: (of) => device(of.user),
    get url() {
      return parley.url;
    },
    get parley() {
      return parley;
    },
    ollama,
    folder,
    register,
    async founder(name, teamName = 'Acme') {
      const person = await register(name);
      await person.createTeam(teamName);
      return person;
    },
    async joiner(founder, name) {
      const { url } = await founder.api.invite.create.mutate({ teamId: founder.team.id });
      const person = await register(name);
      await person.accept(url);
      return person;
    },
    async restart() {
      await parley.stop();
      parley = await start();
      await parley.app.models.ready;
    },
    async [Symbol.asyncDispose]() {
      for (const guest of guests) guest.leave();
      await parley.stop();
      await ollama.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configFor(folder: string, port: number, ollamaUrl: string, settings: Record<string, string> = {}): Config {
  return readConfig({
    PARLEY_DATA: folder,
    PORT: String(port),
    OLLAMA_HOST: ollamaUrl,
    LOG_LEVEL: 'silent',
    PARLEY_DRAIN_SECONDS: '1',
    ...settings,
  });
}

/** The address people use has to be known before the server starts, so a port is looked for first. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
