/** Everything an act is played with: the server in its own process, the model server behind a bad network, and people, each behind one of their own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FolderId, TeamId } from '../../shared/ids.ts';
import { type FakeOllama, startFakeOllama } from '../support/fake-ollama/fake-ollama.ts';
import { FaultProxy } from '../support/fault-proxy.ts';
import { type Account, createTeam, join, register } from './account.ts';
import { Answers, MODELS } from './answers.ts';
import { type Actor, Cast } from './cast.ts';
import { Ledger } from './ledger.ts';
import { type Place, type Places, Sight } from './places.ts';
import type { Step } from './plan.ts';
import { Readers } from './readers.ts';
import type { Report } from './report.ts';
import { said } from './said.ts';
import { SdkPerson } from './sdk-person.ts';
import { type Server, ServerProcess } from './server.ts';
import { Counts, type Mark } from './ticks.ts';

export interface StageOptions {
  seed: number;
  report: Report;
  /** Processes of readers that can be stopped. */
  readers: number;
  /** In a process of its own unless told. */
  serve?: (folder: string, settings: Record<string, string>) => Promise<Server>;
  /** Where the data is; a temp folder unless told. */
  folder?: string;
}

export interface Stage extends AsyncDisposable {
  readonly seed: number;
  readonly report: Report;
  readonly counts: Counts;
  readonly server: Server;
  readonly folder: string;
  readonly model: FakeOllama;
  readonly answers: Answers;
  readonly modelNetwork: FaultProxy;
  readonly teamId: TeamId;
  readonly cast: Cast;
  readonly readers: Readers;
  /** Of the act that is played. */
  ledger: Ledger;
  places: Places;
  sight: Sight;
  /** Steps that are not over yet. */
  readonly running: Set<Step>;
}

export const TEAM_NAME = 'Chaos';

/** With a team of one, its owner, whose network is good. */
export async function setStage({ seed, report, readers, serve = ServerProcess.prepare, folder: given }: StageOptions): Promise<Stage> {
  const folder = given ?? (await mkdtemp(path.join(tmpdir(), 'parley-chaos-')));
  const counts = new Counts();
  const answers = new Answers(seed, counts);
  const model = await startFakeOllama({ models: MODELS, answer: answers.answer });
  const modelNetwork = await FaultProxy.open(model.url);
  const server = await serve(folder, {
    OLLAMA_HOST: modelNetwork.url,
    PARLEY_PARALLEL: '6',
    PARLEY_CONTEXT: '2048',
    PARLEY_TRUST_PROXY: '127.0.0.1',
    PARLEY_DRAIN_SECONDS: '1',
  });
  await server.start();
  const account = await register(server.url, 'Olga Owner', 'olga@example.org');
  const teamId = await createTeam(server.url, account, TEAM_NAME);
  const somebody = new SdkPerson(server.url, account, { impatient: true });
  const owner: Actor = { number: 0, guest: false, somebody, ears: new Map(), shutOut: new Map(), gone: Promise.withResolvers() };
  const { url } = await somebody.api.invite.create.mutate({ teamId });
  const { url: guestInviteUrl } = await somebody.api.invite.create.mutate({ teamId, role: 'guest' });
  const cast = new Cast({ seed, serverUrl: server.url, inviteUrl: url, guestInviteUrl, owner });
  report.count('people', 1 + readers);
  const crew = new Readers(server.url, await readerAccounts(server.url, url, readers));

  return {
    seed,
    report,
    counts,
    server,
    folder,
    model,
    answers,
    modelNetwork,
    teamId,
    cast,
    readers: crew,
    ledger: new Ledger(),
    // Of no act yet.
    places: { hall: nowhere(''), den: nowhere('d'), annex: nowhere('f'), folderId: '' as FolderId },
    sight: new Sight(),
    running: new Set(),
    async [Symbol.asyncDispose]() {
      answers.calm();
      crew.close();
      await cast.close();
      await server.kill();
      await modelNetwork[Symbol.asyncDispose]();
      await model.close().catch((error: unknown) => report.check(isSpoilt(error), () => said(error)));
      if (given === undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

function nowhere(mark: Mark): Place {
  return { mark, talks: [] };
}

async function readerAccounts(serverUrl: string, inviteUrl: string, count: number): Promise<Account[]> {
  const accounts: Account[] = [];
  for (let reader = 0; reader < count; reader += 1) {
    const account = await register(serverUrl, `Reader ${reader}`, `reader${reader}@example.org`);
    await join(serverUrl, account, inviteUrl);
    accounts.push(account);
  }
  return accounts;
}

/** A request that was cut or spoilt on its way is no fault of the model server. */
function isSpoilt(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.every(isSpoilt);
  return error instanceof SyntaxError || (error instanceof Error && error.message === 'aborted');
}
