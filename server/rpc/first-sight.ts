import { Refusal } from '../../shared/errors.ts';
import type { ConversationId, UserId } from '../../shared/ids.ts';
import type { OpenConversation } from '../realtime/open-conversation.ts';
import type { Context } from './context.ts';
import { parleyRouter } from './router.ts';
import { createCallerFactory } from './trpc.ts';

/** Enough for the highest screens. */
const MESSAGES = 40;

const callerFor = createCallerFactory(parleyRouter);

export interface FirstSight {
  me: UserId;
  opened: OpenConversation;
}

/** What the app will ask for first, by the same calls, gate and decision; undefined when it will be refused: then the app says why. */
export async function firstSight(context: Context, conversationId: ConversationId): Promise<FirstSight | undefined> {
  const call = callerFor(context);
  try {
    const { user } = await call.auth.me();
    return { me: user.id, opened: await call.conversation.open({ conversationId, limit: MESSAGES }) };
  } catch (error) {
    if (error instanceof Error && error.cause instanceof Refusal) return undefined;
    throw error;
  }
}
