/** What is stored against what people were told: nothing acknowledged is lost, nothing comes twice, and nothing is there that nobody meant. */
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { Conversation, Message } from '../../shared/schemas/conversation.ts';
import type { SendEntry } from './ledger.ts';
import { LogFile } from './log-file.ts';
import type { Stage } from './stage.ts';
import type { Seen } from './view.ts';

/** SEQ-1, REPLY-4: from 1 without gap or repeat; every generation begins once and ends once. */
export function logIsWhole({ report, folder, ledger }: Stage, id: ConversationId, now: Seen): void {
  using log = new LogFile(folder);
  const events = log.events(id);
  report.check(
    events.every(({ seq }, index) => seq === index + 1),
    () => `the log of ${id} has gaps or repeats: ${events.map(({ seq }) => seq).join(' ')}`,
  );
  report.check(events.length === log.head(id) && events.length === now.headSeq, () => `the head of ${id} is not its last event`);
  const outcomes = new Map<string, string | null>(log.generations(id).map(({ id: generationId, outcome }) => [generationId, outcome]));
  for (const [generationId, outcome] of outcomes) {
    const of = (type: string) => events.filter((event) => event.type === type && event.generationId === generationId).length;
    const begun = of('reply.started') === 1 && of('reply.ended') === 1 && outcome !== null;
    report.check(
      begun,
      () => `generation ${generationId} (${outcome}) began ${of('reply.started')} times and ended ${of('reply.ended')} times`,
    );
    report.count('replies');
    report.count(`replies ${outcome}`);
  }
  for (const { generationId } of events)
    report.check(generationId === null || outcomes.has(generationId), () => `generation ${generationId} is in the log and nowhere else`);
  for (const [generationId, { conversationId, stoppedAs }] of ledger.replies) {
    if (conversationId !== id) continue;
    const outcome = outcomes.get(generationId);
    report.check(outcome !== undefined, () => `generation ${generationId} was acknowledged and is lost`);
    report.check(stoppedAs === undefined || outcome === stoppedAs, () => `${generationId} was stopped as ${stoppedAs}, and is ${outcome}`);
  }
}

/** SEND-1, SEND-2, SEND-3. */
export function sendsAreKept({ report, ledger }: Stage, id: ConversationId, { messages }: Seen): void {
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

/** Edits, deletions, reactions and titles that were acknowledged stand, and nothing else changed. */
export function changesAreKept({ report, ledger }: Stage, { id, title, threadOf }: Conversation, { conversation, messages }: Seen): void {
  // A thread is called after what is said in it.
  report.check(
    threadOf !== undefined || ledger.titlesOf(id, title).includes(conversation.title),
    () => `the title of ${id} is ${conversation.title}`,
  );
  for (const message of messages) {
    const isGone = message.deletedAt !== undefined;
    const deleted = ledger.deletions.get(message.id);
    report.check(
      isGone ? deleted !== undefined : deleted !== 'acknowledged',
      () => `message ${message.id} is ${isGone ? '' : 'not '}deleted`,
    );
    if (isGone) continue;
    const sent = message.clientKey === undefined ? undefined : ledger.sends.get(message.clientKey);
    const may = sent && ledger.textsOf({ id: message.id, text: sent.text });
    report.check(may?.includes(message.text) ?? true, () => `message ${message.id} says ${message.text}, not ${may?.join(' or ')}`);
    reactionsAreKept({ report, ledger }, message);
  }
}

function reactionsAreKept({ report, ledger }: Pick<Stage, 'report' | 'ledger'>, { id: messageId, reactions = [] }: Message): void {
  const there = new Set(reactions.flatMap(({ emoji, people }) => people.map(({ userId }) => `${messageId} ${emoji} ${userId}`)));
  const known = [...ledger.reactions.keys()].filter((key) => key.startsWith(`${messageId} `));
  for (const key of new Set([...there, ...known])) {
    const [, emoji = '', userId = ''] = key.split(' ');
    const expected = ledger.isReacted({ messageId, emoji, userId: userId as UserId });
    report.check(
      expected === undefined || expected === there.has(key),
      () => `the reaction ${key} is ${there.has(key) ? '' : 'not '}there`,
    );
  }
}
