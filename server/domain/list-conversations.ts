import type { Guard } from '../../shared/access.ts';
import type { TeamId } from '../../shared/ids.ts';
import type { Conversation } from '../../shared/schemas/conversation.ts';
import type { App } from '../ports.ts';

export interface ConversationQuery {
  teamId: TeamId;
  archived: boolean;
  cursor?: string | undefined;
  limit: number;
}

/** Those the caller may see, newest activity first. */
export function listConversations(
  app: App,
  guard: Guard,
  query: ConversationQuery,
): Promise<{ items: Conversation[]; nextCursor?: string | undefined }> {
  const { teamId, archived, cursor, limit } = query;
  return app.store.conversations.list({ teamId, archived, limit, ...(cursor && { cursor }) }, guard);
}
