/** The door to running replies: whoever needs one started, stopped or looked at comes here. The server owns them; closing a tab changes nothing (REPLY-5). */
import type { StoredGeneration, StoredMessage } from '../../db/store.ts';
import type { Guard } from '../../shared/access.ts';
import type { ConversationId, GenerationId, TeamId, UserId } from '../../shared/ids.ts';
import type { Generation, Message, Person } from '../../shared/schemas/conversation.ts';
import type { Growing } from './growing.ts';

export interface Replies {
  /** Refuses OVERLOADED or SHUTTING_DOWN before anything is stored. */
  admit(about: { userId: UserId; teamId: TeamId }): void;
  /** Puts an open generation into the queue; `message` is its reply as stored. */
  begin(generation: StoredGeneration, message: StoredMessage, weight: number): void;
  /**
   * First stop wins and is durable; later ones, and stops of what has ended, change nothing. From the call on nothing more is shown. With a guard the
   * decision is asked again inside the write; without one it was made already.
   */
  stop(generation: StoredGeneration, by: Person, guard?: Guard): Promise<void>;
  /** Ends what is open without asking anybody: its conversation is gone. */
  abandon(generationIds: readonly GenerationId[]): void;
  /** Turns for what waits of this team, from now on. */
  reweigh(teamId: TeamId, weight: number): void;
  growingIn(conversationId: ConversationId): readonly Growing[];
  /** A stored message with its generation as it stands now and the text that is shown. */
  present(message: StoredMessage): Message;
  presentGeneration(generation: StoredGeneration): Generation;
  /** What runs and waits on the model server, in order: running ones have position 0. */
  queue(): { growing: Growing; position: number }[];
  counts(): { running: number; waiting: number };
  /** At start-up: what a crash left open becomes interrupted, its journaled text kept (REPLY-3, REPLY-4). */
  recover(): Promise<void>;
  /** At shutdown: nothing new runs; what runs may finish for `graceMs`, then all that is open becomes interrupted, text kept (STOP-1). */
  drain(graceMs: number): Promise<void>;
}
