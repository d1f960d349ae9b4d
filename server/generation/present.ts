import type { StoredGeneration, StoredMessage } from '../../db/store.ts';
import type { Generation, Message } from '../../shared/schemas/conversation.ts';
import type { Growing } from './growing.ts';

/** A stored message as people see it: with the text shown so far when a generation is writing it. */
export function present({ generation, ...message }: StoredMessage, growing: Growing | undefined): Message {
  if (!generation) return message;
  if (!growing) return { ...message, generation: endedView(generation) };
  const { thinking, text } = growing.shown;
  return { ...message, text, ...(thinking && { thinking }), generation: growing.view() };
}

/** An open generation that nobody runs yet is on its way into the queue. */
export function endedView(stored: StoredGeneration): Generation {
  const { id, messageId, conversationId, model, requestedBy, createdAt, ended } = stored;
  const core = { id, messageId, conversationId, model, requestedBy, createdAt };
  if (!ended) return { ...core, state: 'queued', position: 1 };
  const common = { ...core, endedAt: ended.at, ...(ended.usage && { usage: ended.usage }) };
  switch (ended.outcome) {
    case 'stopped':
      return { ...common, state: 'stopped', ...(ended.by && { by: ended.by }) };
    case 'failed':
      return { ...common, state: 'failed', code: ended.code };
    case 'done':
    case 'truncated':
    case 'interrupted':
      return { ...common, state: ended.outcome };
  }
}
