/** RESUME-1, SEQ-2, REPLY-1, REPLY-3: what is on the screens of people is what is stored, and nothing that was there has gone. */
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { ConversationId } from '../../shared/ids.ts';
import { conversationList, type Conversation, type Message } from '../../shared/schemas/conversation.ts';
import { ask } from '../support/call.ts';
import { settles } from './calm.ts';
import { type Actor, screensOf } from './cast.ts';
import { difference } from './difference.ts';
import { readable, talksIn, talksOf } from './places.ts';
import type { ReaderReport } from './reader.ts';
import { SdkPerson } from './sdk-person.ts';
import type { Somebody } from './somebody.ts';
import type { Stage } from './stage.ts';
import { opened, seenIn } from './told.ts';
import { forAnybody, type Seen, seen } from './view.ts';

const READER_TRIES = 400;
const READER_LOOK_MS = 50;

export async function seesTheSame(stage: Stage, actor: Actor, truth: ReadonlyMap<ConversationId, Seen>): Promise<void> {
  for (const { id } of talksOf(stage.places, stage.sight, actor)) {
    const expected = truth.get(id);
    if (expected) for (const screen of screensOf(actor)) await shows(stage, screen, id, expected);
  }
}

/** What is there now, whatever they were shown before. */
export async function showTheSame(stage: Stage, screen: Somebody): Promise<void> {
  for (const { id, view } of [...screen.views.open].map(([key, value]) => ({ id: key, view: value }))) {
    const told = () => opened(stage, screen.account.cookie, id);
    const expected = seenIn(await told());
    const isSame = () => view.state !== undefined && expected !== undefined && isDeepStrictEqual(seen(view.state), expected);
    await settles(
      stage,
      () => `${screen.account.name} to see what there is: ${difference(view.state && seen(view.state), expected)}`,
      isSame,
    );
    stage.report.check(
      isSame(),
      () => `${screen.account.name} sees something else: ${difference(view.state && seen(view.state), expected)}`,
    );
  }
}

async function shows(stage: Stage, screen: Somebody, id: ConversationId, expected: Seen): Promise<void> {
  const { report } = stage;
  const { name } = screen.account;
  const view = () => screen.views.open.get(id);
  const now = () => {
    const state = view()?.state;
    return state && forAnybody(seen(state));
  };
  await settles(
    stage,
    () => `${name} (${screen.constructor.name}) to see what everybody sees: ${difference(now(), forAnybody(expected))}`,
    () => view()?.state?.headSeq === expected.headSeq || view()?.error !== undefined || view()?.broken.length !== 0,
  );
  report.check(
    isDeepStrictEqual(now(), forAnybody(expected)),
    () => `${name} sees something else: ${difference(now(), forAnybody(expected))} (${String(view()?.error)})`,
  );
  const shown = view()?.shown;
  for (const what of [...(view()?.broken ?? []), ...(shown?.broken ?? [])]) report.broke(`${name}: ${what}`);
  if (shown) nothingIsUnshown(stage, name, shown, expected.messages);
  report.count('views');
  report.count('snapshots', view()?.opened ?? 0);
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

/** Lists what they see, as it is now, and nothing that they do not. */
export async function inboxesAreTrue(stage: Stage): Promise<void> {
  const { cast, report, server, teamId } = stage;
  const input = encodeURIComponent(JSON.stringify({ teamId, limit: 100 }));
  for (const actor of cast.people)
    for (const screen of screensOf(actor)) {
      if (!(screen instanceof SdkPerson)) continue;
      const { name, cookie } = screen.account;
      const { items } = conversationList.output.parse((await ask(server.url, `conversation.list?input=${input}`, { cookie })).data);
      const now = () => inboxOf(stage, screen.inbox.conversations);
      const expected = inboxOf(stage, items);
      await settles(
        stage,
        () => `the inbox of ${name}: ${difference(now(), expected)}`,
        () => isDeepStrictEqual(now(), expected),
      );
      report.check(isDeepStrictEqual(now(), expected), () => `the inbox of ${name} is not true: ${difference(now(), expected)}`);
      const sees = talksOf(stage.places, stage.sight, actor).filter(({ threadOf }) => !threadOf);
      const listed = Object.keys(expected).length;
      report.check(listed === sees.length, () => `${name} sees ${sees.length} conversations and is listed ${listed}`);
    }
}

/** Those of this act. */
function inboxOf({ places }: Stage, conversations: readonly Conversation[]): Record<string, Conversation> {
  const ids = new Set<string>(talksIn(places).map(({ id }) => id));
  return Object.fromEntries(conversations.filter(({ id }) => ids.has(id)).map((conversation) => [conversation.id, conversation]));
}

export async function readersSeeTheSame(stage: Stage, truth: ReadonlyMap<ConversationId, Seen>): Promise<void> {
  const { report, places } = stage;
  const ids = readable(places).map(({ id }) => id);
  for (const [index, crew] of (await caughtUp(stage, truth)).entries()) {
    const name = `reader ${index}`;
    report.check(crew.length === ids.length, () => `${name} reads ${crew.length} conversations, not ${ids.length}`);
    for (const one of crew) {
      const now = truth.get(one.conversationId);
      const expected: unknown = now && JSON.parse(JSON.stringify(forAnybody(now)));
      report.check(
        isDeepStrictEqual(one.seen && forAnybody(one.seen), expected),
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
