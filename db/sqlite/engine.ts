import type { Database } from './database.ts';
import { type ConversationReader, conversationReader } from './conversation-view.ts';
import { type FactsReader, factsReader } from './facts.ts';
import { type GenerationReader, generationReader } from './generation-rows.ts';
import { type Enter, enterer } from './guard.ts';
import { type Log, openLog } from './log.ts';
import { type MessageReader, messageReader } from './message-rows.ts';
import { openParticipants, type Participants } from './participants.ts';
import { openReaders, type Readers } from './readers.ts';

/** What the aggregates share: the database, the repeated decision, and how rows become shapes. */
export interface Engine {
  database: Database;
  facts: FactsReader;
  enter: Enter;
  log: Log;
  messages: MessageReader;
  generations: GenerationReader;
  conversations: ConversationReader;
  readers: Readers;
  participants: Participants;
  /** Milliseconds since 1970, where no time is given. */
  now(): number;
}

/** `now`: milliseconds since 1970, for what is recorded. */
export function buildEngine(database: Database, now: () => number): Engine {
  const facts = factsReader(database);
  const messages = messageReader(database);
  const generations = generationReader(database);
  const readers = openReaders(database);
  return {
    database,
    facts,
    enter: enterer(facts.of, database.acts, now),
    log: openLog(database, messages, generations),
    messages,
    generations,
    conversations: conversationReader(database),
    readers,
    participants: openParticipants(database, readers),
    now,
  };
}
