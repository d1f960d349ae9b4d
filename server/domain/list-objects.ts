import type { ConversationId, TeamId, UserId } from '../../shared/ids.ts';
import { decideNow } from '../access/gate.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';

interface Query {
  teamId: TeamId;
  userId?: UserId | undefined;
  cursor?: string | undefined;
  limit: number;
}

/** What somebody may read in the team. Of another's only what the caller may read too: nobody learns of what they cannot see. */
export async function listObjects(
  app: App,
  who: Principal,
  { teamId, userId = who.userId, cursor, limit }: Query,
): Promise<{ items: { conversationId: ConversationId; title: string }[]; nextCursor?: string }> {
  if (userId !== who.userId) decideNow(app, who, 'access.explainOther', { kind: 'team', teamId });
  return app.store.conversations.readableBy({ teamId, userId, also: who.userId, limit, ...(cursor && { cursor }) });
}
