import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { ThreadNews } from '../../shared/events.ts';
import type { ConversationId, MessageId, TeamId } from '../../shared/ids.ts';
import type { Threads } from '../store.ts';
import { archivedAt, mentioned, readSeq, unread } from './conversation-view.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { given } from './given.ts';
import { participants } from './schema-messages.ts';
import { conversations, memberships, messages, readMarkers, users } from './schema.ts';
import { iso, present } from './shapes.ts';
import { isActive, isRoot, mayRead, root } from './sight.ts';
import { titleFrom } from './title.ts';

/** So much of the message that a thread hangs on is looked at for a line about it. */
const ABOUT_CHARS = 400;

export function openThreads({ database, participants: taking, readers }: Engine): Threads {
  const { one, newest } = queries(database);
  const above = database.file.prepare<[ConversationId], { above: ConversationId | null }>(
    'select parent_conversation_id as above from conversations where id = ?',
  );

  return {
    async newsOf(userId, limit) {
      return newest.all({ userId, limit }).map(toNews);
    },
    async news(conversationId, userId) {
      const row = one.get({ conversationId, userId });
      return row && toNews(row);
    },
    async inboxesOf(conversationId) {
      const isThread = (above.get(conversationId)?.above ?? null) !== null;
      if (!isThread) return readers.audience(conversationId);
      return taking.of(conversationId).filter((userId) => readers.sees(conversationId, userId));
    },
  };
}

const hung = alias(messages, 'hung');
/** Stops at the first: counting is for those that are shown. */
const hasUnread = sql`exists (select 1 from messages as said where said.conversation_id = ${conversations.id}
  and said.seq > ${readSeq} and said.sender_id <> ${memberships.userId} and said.deleted_at is null)`;

/** From those with news on: threads without are not looked at. */
function queries({ sql: db }: Database) {
  const select = () =>
    db
      .select({
        conversationId: conversations.id,
        teamId: conversations.teamId,
        above: conversations.parentConversationId,
        messageId: hung.id,
        about: sql<string>`substr(${hung.text}, 1, ${sql.raw(String(ABOUT_CHARS))})`,
        unread,
        mentions: mentioned,
        newsAt: participants.newsAt,
      })
      .from(participants)
      .innerJoin(conversations, eq(conversations.id, participants.conversationId))
      .innerJoin(root, isRoot)
      .innerJoin(memberships, and(eq(memberships.teamId, conversations.teamId), eq(memberships.userId, participants.userId)))
      .innerJoin(users, and(eq(users.id, memberships.userId), isActive))
      .innerJoin(hung, eq(hung.id, conversations.threadMessageId))
      .leftJoin(readMarkers, and(eq(readMarkers.userId, participants.userId), eq(readMarkers.conversationId, conversations.id)));
  const isNew = and(isNotNull(participants.newsAt), mayRead, isNull(archivedAt), hasUnread);
  return {
    one: select()
      .where(and(eq(participants.userId, given('userId')), eq(participants.conversationId, given('conversationId')), isNew))
      .prepare(),
    newest: select()
      .where(and(eq(participants.userId, given('userId')), isNew))
      .orderBy(desc(participants.newsAt), desc(participants.conversationId))
      .limit(sql.placeholder('limit'))
      .prepare(),
  };
}

interface Row {
  conversationId: ConversationId;
  teamId: TeamId;
  above: ConversationId | null;
  messageId: MessageId;
  about: string;
  unread: number;
  mentions: number;
  newsAt: number | null;
}

function toNews({ conversationId, teamId, above, messageId, about, unread: count, mentions, newsAt }: Row): ThreadNews {
  return {
    conversationId,
    teamId,
    threadOf: { conversationId: present(above, 'conversation of a thread'), messageId },
    about: titleFrom(about),
    unread: count,
    mentions,
    newsAt: iso(present(newsAt, 'time of news')),
  };
}
