import type { StoredGeneration } from '../../db/store.ts';
import type { Channel } from '../../shared/events.ts';
import type { Generation } from '../../shared/schemas/conversation.ts';

/** Where an open generation stands; each phase has only its own fields. `since` in ISO 8601. */
export type Phase =
  | { state: 'queued'; position: number }
  | { state: 'loading'; since: string }
  | { state: 'prompting'; since: string; promptTokens?: number }
  | { state: 'streaming'; since: string };

/**
 * One open generation and the text of its message as everybody may see it. `shown` grows only after the journal has it (REPLY-3), and every
 * viewer reads from this one text (SEQ-2, REPLY-1).
 */
export class Growing {
  readonly stored: StoredGeneration;
  readonly #shown: Record<Channel, string>;
  phase: Phase;

  constructor(stored: StoredGeneration, base: Record<Channel, string>, phase: Phase) {
    this.stored = stored;
    this.#shown = { ...base };
    this.phase = phase;
  }

  get shown(): Readonly<Record<Channel, string>> {
    return this.#shown;
  }

  grow(channel: Channel, text: string): void {
    this.#shown[channel] += text;
  }

  view(): Generation {
    const { id, messageId, conversationId, model, requestedBy, createdAt } = this.stored;
    return { id, messageId, conversationId, model, requestedBy, createdAt, ...this.phase };
  }
}
