/** A process of readers: follows what it is told to follow over the client of Parley, and reports what it sees. */
import type { ConversationId } from '../../shared/ids.ts';
import { SdkPerson } from './sdk-person.ts';
import type { Account } from './account.ts';
import { said } from './said.ts';
import { seen } from './view.ts';

export type ReaderAsk =
  | { kind: 'follow'; url: string; account: Account; conversationIds: readonly ConversationId[] }
  | { kind: 'also'; conversationId: ConversationId }
  | { kind: 'report' };

/** By conversation: what is on the screen (as `seen` has it), every reply as it was shown, and what the feed did wrong. */
export type ReaderReport = {
  conversationId: ConversationId;
  seen: ReturnType<typeof seen> | undefined;
  replies: [string, { text: string; thinking: string }][];
  said: [string, string[]][];
  broken: string[];
  opened: number;
  error?: string;
}[];

let reader: SdkPerson | undefined;

let answered: Promise<void> = Promise.resolve();

process.on('message', (ask: ReaderAsk) => {
  answered = answered.then(() => answer(ask));
});
process.on('disconnect', () => process.exit());

async function answer(ask: ReaderAsk): Promise<void> {
  if (ask.kind === 'report') return void process.send?.(report());
  if (ask.kind === 'also') return reader?.alsoLookAt(ask.conversationId);
  await reader?.close();
  reader = new SdkPerson(ask.url, ask.account, { impatient: true });
  await (ask.conversationIds.length > 0 ? reader.lookAt(ask.conversationIds) : reader.lookAway());
}

function report(): ReaderReport {
  return [...(reader?.views.open.values() ?? [])].map((view) => ({
    conversationId: view.conversationId,
    seen: view.state && seen(view.state),
    replies: [...view.shown.replies],
    said: [...view.shown.said].map(([id, texts]) => [id, [...texts]]),
    broken: [...view.broken, ...view.shown.broken],
    opened: view.opened,
    ...(view.error !== undefined && { error: said(view.error) }),
  }));
}
