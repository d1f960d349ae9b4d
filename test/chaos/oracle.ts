/** What has to be true after every act, whatever happened in it. */
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { openedState } from '../../client/store/conversation-state.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { conversationOpen, type Message } from '../../shared/schemas/conversation.ts';
import { ask } from '../support/call.ts';
import { settles } from './calm.ts';
import type { Actor } from './cast.ts';
import { difference } from './difference.ts';
import type { SendEntry } from './ledger.ts';
import { LogFile } from './log-file.ts';
import type { ReaderReport } from './reader.ts';
import type { Stage } from './stage.ts';
import { seen } from './view.ts';

const READER_TRIES = 400;
const READER_LOOK_MS = 50;

type Seen = ReturnType<typeof seen>;

export async function judge(stage: Stage): Promise<void> {
  const { report, cast, conversations, server } = stage;
  const truth = new Map<ConversationId, Seen>();
  for (const { id, title } of conversations) {
    const now = await fresh(stage, cast.owner, id);
    truth.set(id, now);
    logIsWhole(stage, id, now);
    sendsAreKept(stage, id, now);
    changesAreKept(stage, id, title, now);
  }
  for (const actor of cast.people) await seesTheSame(stage, actor, truth);
  await readersSeeTheSame(stage, truth);
  for (const actor of cast.former) await gotNothing(stage, actor, truth);
  server.note();
  for (const problem of server.problems.splice(0)) report.broke(`the server said: ${problem.slice(0, 1_500)}`);
}

/** A conversation as somebody who opens it for the first time sees it. */
async function fresh({ server }: Stage, { somebody }: Actor, conversationId: ConversationId): Promise<Seen> {
  const input = encodeURIComponent(JSON.stringify({ conversationId, limit: 100 }));
  const answer = await ask(server.url, `conversation.open?input=${input}`, { cookie: somebody.account.cookie });
  if (!answer.data) throw new Error(`${somebody.account.name} cannot open a conversation: ${JSON.stringify(answer.refusal)}`);
  return seen(openedState(conversationOpen.output.parse(answer.data)));
}

/** SEQ-1, REPLY-4: from 1 without gap or repeat; every generation begins once and ends once. */
function logIsWhole({ report, folder }: Stage, id: ConversationId, now: Seen): void {
  using log = new LogFile(folder);
  const events = log.events(id);
  report.check(
    events.every(({ seq }, index) => seq === index + 1),
    () => `the log of ${id} has gaps or repeats: ${events.map(({ seq }) => seq).join(' ')}`,
  );
  report.check(events.length === log.head(id) && events.length === now.headSeq, () => `the head of ${id} is not its last event`);
  for (const { id: generationId, outcome } of log.generations(id)) {
    const of = (type: string) => events.filter((event) => event.type === type && event.generationId === generationId).length;
    const begun = of('reply.started') === 1 && of('reply.ended') === 1 && outcome !== null;
    report.check(
      begun,
      () => `generation ${generationId} (${outcome}) began ${of('reply.started')} times and ended ${of('reply.ended')} times`,
    );
    report.count('replies');
    report.count(`replies ${outcome}`);
  }
}

/** SEND-1, SEND-2, SEND-3. */
function sendsAreKept({ report, ledger }: Stage, id: ConversationId, { messages }: Seen): void {
  const byKey = Map.groupBy(
    messages.filter(({ author }) => author.kind === 'user'),
    ({ clientKey }) => clientKey ?? 'none',
  );
  for (const entry of ledger.sends.values()) {
    if (entry.conversationId !== id) continue;
    const stored = byKey.get(entry.clientKey) ?? [];
    byKey.delete(entry.clientKey);
    report.check(
      isKept(entry, stored),
      () => `${entry.clientKey} (${entry.state}) is stored ${stored.length} times: ${entry.text.slice(0, 60)}`,
    );
    report.count('messages', stored.length);
  }
  report.check(byKey.size === 0, () => `nobody ever sent ${[...byKey.keys()].join(', ')}`);
}

function isKept({ state, message }: SendEntry, stored: readonly Message[]): boolean {
  switch (state) {
    case 'acknowledged':
      return stored.length === 1 && stored[0]?.id === message?.id;
    case 'carried':
      return stored.length === 1;
    case 'refused':
    case 'cutOff':
      return stored.length <= 1;
    case 'trying':
      return false;
  }
}

/** Edits, deletions and titles that were acknowledged stand, and nothing else changed. */
function changesAreKept({ report, ledger }: Stage, id: ConversationId, title: string, { conversation, messages }: Seen): void {
  report.check(ledger.titlesOf(id, title).includes(conversation.title), () => `the title of ${id} is ${conversation.title}`);
  for (const message of messages) {
    const isGone = message.deletedAt !== undefined;
    const deleted = ledger.deletions.get(message.id);
    report.check(
      isGone ? deleted !== undefined : deleted !== 'acknowledged',
      () => `message ${message.id} is ${isGone ? '' : 'not '}deleted`,
    );
    const sent = message.clientKey === undefined ? undefined : ledger.sends.get(message.clientKey);
    if (isGone || !sent) continue;
    const may = ledger.textsOf({ id: message.id, text: sent.text });
    report.check(may.includes(message.text), () => `message ${message.id} says ${message.text}, not ${may.join(' or ')}`);
  }
}

/** RESUME-1, SEQ-2, REPLY-1, REPLY-3. */
async function seesTheSame(stage: Stage, actor: Actor, truth: ReadonlyMap<ConversationId, Seen>): Promise<void> {
  const { report } = stage;
  const { somebody } = actor;
  const { name } = somebody.account;
  for (const [id, expected] of truth) {
    const own = await fresh(stage, actor, id);
    report.check(
      isDeepStrictEqual(own, expected),
      () => `${name} is told another conversation than the owner: ${difference(own, expected)}`,
    );
    const view = () => somebody.views.open.get(id);
    const now = () => {
      const state = view()?.state;
      return state && seen(state);
    };
    await settles(
      stage,
      () => `${name} (${somebody.constructor.name}) to see what everybody sees: ${difference(now(), expected)}`,
      () => view()?.state?.headSeq === expected.headSeq || view()?.error !== undefined || view()?.broken.length !== 0,
    );
    report.check(
      isDeepStrictEqual(now(), expected),
      () => `${name} sees something else: ${difference(now(), expected)} (${String(view()?.error)})`,
    );
    const shown = view()?.shown;
    for (const what of [...(view()?.broken ?? []), ...(shown?.broken ?? [])]) report.broke(`${name}: ${what}`);
    if (shown) nothingIsUnshown(stage, name, shown, expected.messages);
    report.count('views');
    report.count('snapshots', view()?.opened ?? 0);
  }
}

/** What somebody was shown, of this process or of another. */
interface WasShown {
  replies: Iterable<readonly [string, { text: string; thinking: string }]>;
  said: Iterable<readonly [string, Iterable<string>]>;
}

function nothingIsUnshown({ report, ledger }: Stage, name: string, shown: WasShown, messages: readonly Message[]): void {
  const stored = new Map<string, Message>(messages.map((message) => [message.id, message]));
  for (const [id, { text, thinking }] of shown.replies) {
    const message = stored.get(id);
    report.check(
      message !== undefined && holdsReply(message, text, thinking),
      () => `${name} was shown ${text.length} + ${thinking.length} characters of ${id} that are not stored`,
    );
  }
  for (const [id, texts] of shown.said) {
    const message = stored.get(id);
    const sent = message?.clientKey === undefined ? undefined : ledger.sends.get(message.clientKey);
    const meant = new Set(['', sent?.text, ...((message && ledger.edits.get(message.id)) ?? []).map((edit) => edit.text)]);
    report.check(
      message !== undefined && [...texts].every((text) => meant.has(text)),
      () => `${name} was shown ${[...texts].join(' | ')} for ${id}`,
    );
  }
}

function holdsReply(message: Message, text: string, thinking: string): boolean {
  return message.deletedAt !== undefined || (message.text.startsWith(text) && (message.thinking ?? '').startsWith(thinking));
}

async function readersSeeTheSame(stage: Stage, truth: ReadonlyMap<ConversationId, Seen>): Promise<void> {
  const { report } = stage;
  for (const [index, crew] of (await caughtUp(stage, truth)).entries()) {
    const name = `reader ${index}`;
    report.check(crew.length === truth.size, () => `${name} reads ${crew.length} conversations`);
    for (const one of crew) {
      const now = truth.get(one.conversationId);
      const expected: unknown = JSON.parse(JSON.stringify(now));
      report.check(
        isDeepStrictEqual(one.seen, expected),
        () => `${name} sees something else: ${difference(one.seen, expected)} (${one.error})`,
      );
      for (const what of one.broken) report.broke(`${name}: ${what}`);
      nothingIsUnshown(stage, name, one, now?.messages ?? []);
      report.count('views');
      report.count('snapshots', one.opened);
    }
  }
}

/** Asked again until they have everything, or nothing more comes. */
async function caughtUp({ readers }: Stage, truth: ReadonlyMap<ConversationId, Seen>): Promise<ReaderReport[]> {
  for (let tries = 0; ; tries += 1) {
    const reports = await readers.report();
    const lacks = reports
      .flat()
      .some(({ conversationId, seen: now, error }) => error === undefined && now?.headSeq !== truth.get(conversationId)?.headSeq);
    if (!lacks || tries >= READER_TRIES) return reports;
    await pause(READER_LOOK_MS);
  }
}

/** LEAVE-2, LEAVE-3: nothing written after the end of access was acknowledged reached them, and nothing of theirs was written. */
async function gotNothing(stage: Stage, { somebody, guard }: Actor, truth: ReadonlyMap<ConversationId, Seen>): Promise<void> {
  const { report } = stage;
  const { name, userId } = somebody.account;
  report.check(
    guard?.late.length === 0,
    () => `${name} received what was written after their access ended: number ${guard?.late.join(', ')}`,
  );
  using log = new LogFile(stage.folder);
  for (const [id, { messages }] of truth) {
    const end = log.events(id).findLast((event) => event.type === 'member.left' && event.userId === userId)?.seq;
    if (end === undefined) continue;
    const late = messages.find(({ author, seq }) => author.kind === 'user' && author.userId === userId && seq > end);
    report.check(late === undefined, () => `${name} wrote ${late?.id} after their access ended`);
    const state = somebody.views.open.get(id)?.state;
    report.check(
      state === undefined || state.headSeq <= end,
      () => `${name} saw event ${state?.headSeq} of ${id}, and their access ended with ${end}`,
    );
  }
}
