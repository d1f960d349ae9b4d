import type { ConversationId, MessageId, TeamId, UserId } from '../../shared/ids.ts';
import { begin, post } from './conversation-writes.ts';
import type { Engine } from './engine.ts';
import { newId } from './new-id.ts';
import { moveMarker } from './read-markers.ts';

/** The first conversation of a team: the guide says what one can do here. Inside a transaction. */
export function welcome(
  engine: Engine,
  { teamId, userId, text }: { teamId: TeamId; userId: UserId; text: string },
  now: number,
): ConversationId {
  const { database } = engine;
  const conversationId = begin(database, { teamId, title: 'Welcome', visibility: 'team', answers: 'always', createdBy: userId }, now);
  const id = newId<MessageId>();
  const seq = post(engine, { id, conversationId, model: 'guide', senderId: userId, text, createdAt: now }, now);
  moveMarker(database, { userId, conversationId, seq });
  return conversationId;
}
