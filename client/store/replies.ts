/** The life of one reply: begun, growing by pieces, ended. */
import type { ConversationEvent } from '../../shared/events.ts';
import type { GenerationId } from '../../shared/ids.ts';
import type { Generation, Message } from '../../shared/schemas/conversation.ts';

/** A reply being written: where it stands, and its text so far. */
export interface Writing {
  generation: Generation;
  thinking: string;
  text: string;
}

type EventOf<Type extends ConversationEvent['type']> = Extract<ConversationEvent, { type: Type }>;

export function isOpen({ state }: Generation): boolean {
  return state === 'queued' || state === 'loading' || state === 'prompting' || state === 'streaming';
}

/** A new reply, or one that goes on from `from`. */
export function beginReply(event: EventOf<'reply.started'>): Writing {
  return {
    generation: asBegun(event),
    thinking: (event.message.thinking ?? '').slice(0, event.from.thinking),
    text: event.message.text.slice(0, event.from.text),
  };
}

/** The event may come from the log long after: its message then speaks of an end, or of a later run, that the reader has not met yet. */
function asBegun({ generationId, messageId, model, requestedBy, message }: EventOf<'reply.started'>): Generation {
  const known = message.generation;
  if (known?.id === generationId && isOpen(known)) return known;
  const createdAt = known?.id === generationId ? known.createdAt : message.createdAt;
  return {
    id: generationId,
    messageId,
    conversationId: message.conversationId,
    model,
    requestedBy,
    createdAt,
    state: 'queued',
    position: 1,
  };
}

/** Appends what is new of a piece and leaves out what is known; undefined when text before it is missing (REPLY-2). */
export function growReply(writing: Writing, { channel, from, text }: EventOf<'reply.grew'>): Writing | undefined {
  const held = writing[channel];
  if (from > held.length) return undefined;
  if (from + text.length <= held.length) return writing;
  return { ...writing, [channel]: held + text.slice(held.length - from) };
}

/** Cut to the lengths that were stored; undefined when not all of it was received. */
export function endReply(writing: Writing, event: EventOf<'reply.ended'>): Writing | undefined {
  const { lengths } = event;
  if (writing.text.length < lengths.text || writing.thinking.length < lengths.thinking) return undefined;
  return {
    generation: asEnded(writing.generation, event),
    thinking: writing.thinking.slice(0, lengths.thinking),
    text: writing.text.slice(0, lengths.text),
  };
}

function asEnded(begun: Generation, event: EventOf<'reply.ended'>): Generation {
  const { id, messageId, conversationId, model, requestedBy, createdAt } = begun;
  const common = {
    id,
    messageId,
    conversationId,
    model,
    requestedBy,
    createdAt,
    endedAt: event.endedAt,
    ...(event.usage && { usage: event.usage }),
  };
  switch (event.outcome) {
    case 'stopped':
      return { ...common, state: 'stopped', ...(event.by && { by: event.by }) };
    case 'failed':
      return { ...common, state: 'failed', code: event.code };
    case 'done':
    case 'truncated':
    case 'interrupted':
      return { ...common, state: event.outcome };
  }
}

/** The message as this run of a model has it now. */
export function withReply({ thinking: _before, ...message }: Message, { generation, thinking, text }: Writing): Message {
  return { ...message, text, ...(thinking && { thinking }), generation };
}

/** The replies among these that are not finished. */
export function writingIn(messages: readonly Message[]): Map<GenerationId, Writing> {
  const open = messages.flatMap(({ generation, text, thinking = '' }) =>
    generation && isOpen(generation) ? [{ generation, text, thinking }] : [],
  );
  return new Map(open.map((writing) => [writing.generation.id, writing]));
}
