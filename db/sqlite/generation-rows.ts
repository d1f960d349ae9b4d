import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Ending } from '../../shared/events.ts';
import type { ConversationId, GenerationId, TeamId, UserId } from '../../shared/ids.ts';
import type { StoredGeneration } from '../store.ts';
import type { Database } from './database.ts';
import { given } from './given.ts';
import { generations, users } from './schema.ts';
import { iso, present } from './shapes.ts';

export const requester = alias(users, 'requester');
export const stopper = alias(users, 'stopper');

export interface GenerationRow {
  generation: typeof generations.$inferSelect;
  requesterName: string | null;
  stopperName: string | null;
}

export interface GenerationReader {
  byId(generationId: GenerationId): StoredGeneration | undefined;
  byStartedSeq(conversationId: ConversationId, startedSeq: number): StoredGeneration | undefined;
  openOf(conversationId: ConversationId): StoredGeneration[];
  allOpen(): StoredGeneration[];
  /** In one team, or in all. */
  openAskedBy(userId: UserId, teamId?: TeamId): StoredGeneration[];
  openIn(teamId: TeamId): StoredGeneration[];
}

export function generationReader({ sql: db }: Database): GenerationReader {
  const select = () =>
    db
      .select({ generation: generations, requesterName: requester.name, stopperName: stopper.name })
      .from(generations)
      .innerJoin(requester, eq(requester.id, generations.requestedBy))
      .leftJoin(stopper, eq(stopper.id, generations.endedBy));
  const inConversation = eq(generations.conversationId, given('conversationId'));
  const byId = select()
    .where(eq(generations.id, given('id')))
    .prepare();
  const byStartedSeq = select()
    .where(and(inConversation, eq(generations.startedSeq, given('startedSeq'))))
    .prepare();
  const openOf = select()
    .where(and(inConversation, isNull(generations.endedAt)))
    .orderBy(asc(generations.startedSeq))
    .prepare();
  const allOpen = select()
    .where(isNull(generations.endedAt))
    .orderBy(asc(generations.createdAt), sql`"generations".rowid`)
    .prepare();

  return {
    byId: (id) => maybe(byId.get({ id })),
    byStartedSeq: (conversationId, startedSeq) => maybe(byStartedSeq.get({ conversationId, startedSeq })),
    openOf: (conversationId) => openOf.all({ conversationId }).map(toGeneration),
    allOpen: () => allOpen.all().map(toGeneration),
    openAskedBy: (userId, teamId) =>
      select()
        .where(and(eq(generations.requestedBy, userId), teamId && eq(generations.teamId, teamId), isNull(generations.endedAt)))
        .all()
        .map(toGeneration),
    openIn: (teamId) =>
      select()
        .where(and(eq(generations.teamId, teamId), isNull(generations.endedAt)))
        .all()
        .map(toGeneration),
  };
}

const maybe = (row: GenerationRow | undefined) => row && toGeneration(row);

export function toGeneration(row: GenerationRow): StoredGeneration {
  const { generation } = row;
  return {
    id: generation.id,
    messageId: generation.messageId,
    conversationId: generation.conversationId,
    teamId: generation.teamId,
    model: generation.model,
    requestedBy: { userId: generation.requestedBy, name: present(row.requesterName, 'requester') },
    createdAt: iso(generation.createdAt),
    startedSeq: generation.startedSeq,
    from: { thinking: generation.fromThinking, text: generation.fromText },
    ...(generation.endedAt !== null && { ended: { at: iso(generation.endedAt), ...endingOf(row) } }),
  };
}

function endingOf({ generation, stopperName }: GenerationRow): Ending {
  const rest = {
    ...(generation.usage && { usage: generation.usage }),
    lengths: { thinking: present(generation.thinkingLength, 'length'), text: present(generation.textLength, 'length') },
  };
  const outcome = present(generation.outcome, 'outcome');
  switch (outcome) {
    case 'done':
    case 'truncated':
    case 'interrupted':
      return { outcome, ...rest };
    case 'failed':
      return { outcome, code: present(generation.code, 'failure code'), ...rest };
    case 'stopped':
      return generation.endedBy === null || stopperName === null
        ? { outcome, ...rest }
        : { outcome, by: { userId: generation.endedBy, name: stopperName }, ...rest };
  }
}
