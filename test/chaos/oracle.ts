/** What has to be true after every act, whatever happened in it. */
import { isDeepStrictEqual } from 'node:util';
import type { ConversationId } from '../../shared/ids.ts';
import type { Message } from '../../shared/schemas/conversation.ts';
import { signIn } from './account.ts';
import type { Actor } from './cast.ts';
import { difference } from './difference.ts';
import { changesAreKept, logIsWhole, sendsAreKept } from './kept.ts';
import { keptOut } from './kept-out.ts';
import { LogFile } from './log-file.ts';
import { placeOf, talksIn } from './places.ts';
import { inboxesAreTrue, readersSeeTheSame, seesTheSame } from './screens.ts';
import type { Stage } from './stage.ts';
import { opened, seenIn } from './told.ts';
import { forAnybody, type Seen } from './view.ts';

export async function judge(stage: Stage): Promise<void> {
  const { report, cast, places, sight, server } = stage;
  const truth = new Map<ConversationId, Seen>();
  for (const talk of talksIn(places)) {
    const now = seenIn(await opened(stage, cast.owner.somebody.account.cookie, talk.id));
    if (!now) throw new Error('the owner cannot open a conversation');
    truth.set(talk.id, now);
    logIsWhole(stage, talk.id, now);
    sendsAreKept(stage, talk.id, now);
    changesAreKept(stage, talk, now);
  }
  for (const actor of cast.people) {
    for (const [id, now] of truth)
      if (sight.sees(placeOf(places, id), actor)) await isToldTheSame(stage, actor, id, now);
      else await isToldNothing(stage, actor, id);
    await seesTheSame(stage, actor, truth);
    keptOut(stage, actor);
  }
  await inboxesAreTrue(stage);
  await readersSeeTheSame(stage, truth);
  for (const actor of cast.former) await staysOut(stage, actor);
  await forksAreWhole(stage, truth);
  fileIsWhole(stage);
  server.note();
  for (const problem of server.problems.splice(0)) report.broke(`the server said: ${problem.slice(0, 1_500)}`);
}

async function isToldTheSame(stage: Stage, { somebody }: Actor, id: ConversationId, expected: Seen): Promise<void> {
  const { name, cookie } = somebody.account;
  const answer = await opened(stage, cookie, id);
  const own = seenIn(answer);
  stage.report.check(
    isDeepStrictEqual(own && forAnybody(own), forAnybody(expected)),
    () => `${name} is told another conversation than the owner: ${difference(own, expected)} ${JSON.stringify(answer.refusal ?? '')}`,
  );
}

async function isToldNothing(stage: Stage, { somebody }: Actor, id: ConversationId): Promise<void> {
  const { name, cookie } = somebody.account;
  const { refusal } = await opened(stage, cookie, id);
  stage.report.check(refusal?.reason === 'NOT_FOUND', () => `${name} may not see ${id}, and was told ${refusal?.reason ?? 'all of it'}`);
}

/** LEAVE-2, LEAVE-3: also with a session that they begin now. */
export async function staysOut(stage: Stage, actor: Actor): Promise<void> {
  const { server, places, report } = stage;
  keptOut(stage, actor);
  if (actor.returned || actor.over === 'changed') return;
  const { account } = actor.somebody;
  const { cookie } = await signIn(server.url, account);
  for (const { id } of talksIn(places))
    for (const credential of [account.cookie, cookie]) {
      const { data } = await opened(stage, credential, id);
      report.check(data === undefined, () => `${account.name} is ${actor.over} and can open ${id}`);
    }
}

/** Each is its owner's alone, and begins with what was said up to a message. */
async function forksAreWhole(stage: Stage, truth: ReadonlyMap<ConversationId, Seen>): Promise<void> {
  const { report, cast, ledger } = stage;
  const sources = new Map<string, Message>([...truth.values()].flatMap(({ messages }) => messages.map((message) => [message.id, message])));
  for (const { conversationId, by, messageId } of ledger.forks) {
    const owner = cast.people.find(({ somebody }) => somebody.account.userId === by);
    if (!owner) continue;
    const fork = seenIn(await opened(stage, owner.somebody.account.cookie, conversationId));
    report.check(fork !== undefined, () => `the fork ${conversationId} was acknowledged and is lost`);
    if (!fork) continue;
    logIsWhole(stage, conversationId, fork);
    const last = fork.messages.at(-1);
    const source = sources.get(messageId);
    const isCopy = last && source && (source.deletedAt !== undefined || said(stage, source, last.text));
    report.check(Boolean(isCopy), () => `the fork ${conversationId} ends with ${last?.text.slice(0, 60)}, not with ${messageId}`);
    const other = cast.people.find((actor) => actor !== owner);
    if (other) await isToldNothing(stage, other, conversationId);
  }
}

/** Did it say this at some time? */
function said({ ledger }: Stage, { id, author, clientKey, text }: Message, then: string): boolean {
  if (author.kind === 'model') return text.startsWith(then);
  const sent = clientKey === undefined ? undefined : ledger.sends.get(clientKey);
  return [sent?.text, ...(ledger.edits.get(id) ?? []).map((edit) => edit.text)].includes(then);
}

function fileIsWhole({ folder, report }: Stage): void {
  using log = new LogFile(folder);
  report.check(log.isWhole(), () => 'parley.db is damaged');
}
