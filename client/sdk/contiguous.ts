/**
 * Lets every event of a conversation through once and in order, whatever comes in (RESUME-1): what was delivered is left out, an overlap is cut off,
 * and a hole is told, so that the conversation is opened again. The server promises as much; this holds it to that.
 */
import type { Channel, ConversationEvent } from '../../shared/events.ts';
import type { GenerationId } from '../../shared/ids.ts';
import type { Lengths } from '../../shared/schemas/conversation.ts';
import type { Opened } from './types.ts';

type Growth = Extract<ConversationEvent, { type: 'reply.grew' }>;

export class Contiguous {
  #seq: number;
  /** What the reader holds of each reply that may still grow. */
  readonly #held = new Map<GenerationId, Lengths>();

  constructor({ conversation, messages }: Pick<Opened, 'conversation' | 'messages'>) {
    this.#seq = conversation.lastSeq;
    for (const { generation, text, thinking = '' } of messages) {
      if (generation) this.#held.set(generation.id, { text: text.length, thinking: thinking.length });
    }
  }

  /** What is new of an event: the event, less of it, or nothing; 'hole' when something before it is missing. */
  admit(event: ConversationEvent): ConversationEvent | undefined | 'hole' {
    if (event.type === 'reply.grew') return this.#grew(event);
    if (!('seq' in event)) return event;
    if (event.seq <= this.#seq) return undefined;
    if (event.seq > this.#seq + 1) return 'hole';
    if (event.type === 'reply.started') this.#held.set(event.generationId, { ...event.from });
    if (event.type === 'reply.ended' && this.#lacks(event)) return 'hole';
    this.#seq = event.seq;
    return event;
  }

  #grew(event: Growth): Growth | undefined | 'hole' {
    const { generationId, channel, from, text } = event;
    const held = this.#held.get(generationId) ?? { ...NOTHING, [channel]: from };
    if (from > held[channel]) return 'hole';
    const news = text.slice(held[channel] - from);
    if (news === '') return undefined;
    this.#held.set(generationId, { ...held, [channel]: held[channel] + news.length });
    return { ...event, from: held[channel], text: news };
  }

  /** Its end says how much there was. That much stays known, so that a late piece says nothing new. */
  #lacks({ generationId, lengths }: Extract<ConversationEvent, { type: 'reply.ended' }>): boolean {
    const held = this.#held.get(generationId);
    if (held && (held.text < lengths.text || held.thinking < lengths.thinking)) return true;
    this.#held.set(generationId, lengths);
    return false;
  }
}

const NOTHING: Readonly<Record<Channel, number>> = { text: 0, thinking: 0 };

/** One piece of two that follow each other: a slow reader gets more text at once, not more events. */
export function joinGrowth(last: ConversationEvent, next: ConversationEvent): Growth | undefined {
  if (last.type !== 'reply.grew' || next.type !== 'reply.grew') return undefined;
  if (last.generationId !== next.generationId || last.channel !== next.channel || last.from + last.text.length !== next.from)
    return undefined;
  return { ...last, text: last.text + next.text };
}
