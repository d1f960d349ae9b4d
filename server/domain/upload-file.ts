import { refuse } from '../../shared/errors.ts';
import type { ConversationId } from '../../shared/ids.ts';
import { FILES } from '../../shared/limits.ts';
import type { Attachment } from '../../shared/schemas/conversation.ts';
import { guardFor } from '../access/gate.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';

const MEBIBYTE = 1024 * 1024;
const DAILY = { name: 'upload', points: FILES.dailyMebibytes, perSeconds: 24 * 3600 };

/** A file for a message that is still to be sent: whoever may write there may bring it. Asked before the bytes are taken, and again when they are there. */
export async function uploadFile(
  app: App,
  who: Principal,
  draft: { conversationId: ConversationId; name: string },
  bytes: AsyncIterable<Uint8Array>,
): Promise<Attachment> {
  const guard = guardFor(app, who, 'message.send', { kind: 'conversation', conversationId: draft.conversationId });
  guard.check(app.store.facts(who.credential, guard.ref));
  await take(app, who, 0);
  const received = await app.store.files.receive(bytes);
  try {
    await take(app, who, Math.ceil(received.size / MEBIBYTE));
    return await app.store.files.add({ ...draft, received }, guard, app.clock.now());
  } catch (error) {
    await app.store.files.discard(received);
    throw error;
  }
}

/** With 0 it only asks. */
async function take(app: App, who: Principal, mebibytes: number): Promise<void> {
  const turn = await app.store.limits.consume(DAILY, who.userId, mebibytes);
  if (!turn.allowed) refuse('RATE_LIMITED', 'You have uploaded very much today. Go on tomorrow.', { retryAfter: turn.retryAfter });
}
