/** Conversations and messages as the server sends them; a test says only what it cares about. */
import {
  conversationId,
  generationId,
  messageId,
  teamId,
  userId,
  type ConversationId,
  type GenerationId,
  type MessageId,
  type UserId,
} from '../../shared/ids.ts';
import type { Conversation, Generation, Message, Person } from '../../shared/schemas/conversation.ts';

export const CONVERSATION: ConversationId = conversationId.parse('c'.repeat(20));
export const ME: UserId = userId.parse('u'.repeat(20));
export const OTHER: UserId = userId.parse('o'.repeat(20));
const TEAM = teamId.parse('t'.repeat(20));
const START = Date.parse('2026-03-01T09:00:00.000Z');

export const ANA: Person = { userId: ME, name: 'Ana' };
export const BO: Person = { userId: OTHER, name: 'Bo' };

export function idOf(number: number): MessageId {
  return messageId.parse(`m${String(number).padStart(19, '0')}`);
}

export function runOf(number: number): GenerationId {
  return generationId.parse(`g${String(number).padStart(19, '0')}`);
}

/** ISO time, so many seconds after the first. */
export function at(seconds: number): string {
  return new Date(START + seconds * 1_000).toISOString();
}

export function conversation(about: Partial<Conversation> = {}): Conversation {
  return {
    id: CONVERSATION,
    teamId: TEAM,
    folderId: null,
    title: 'Welcome',
    visibility: 'team',
    model: null,
    answers: 'always',
    createdBy: ME,
    createdAt: at(0),
    updatedAt: at(0),
    unread: 0,
    readSeq: 0,
    lastSeq: 0,
    mentions: 0,
    writable: true,
    shared: 0,
    writing: false,
    ...about,
  };
}

export function message(about: Partial<Message> & { seq: number }): Message {
  return {
    id: idOf(about.seq),
    conversationId: CONVERSATION,
    author: { kind: 'user', userId: ME, name: 'Ana' },
    text: `message ${about.seq}`,
    createdAt: at(about.seq),
    ...about,
  };
}

/** A reply of a model that is being written. */
export function reply(about: Partial<Message> & { seq: number }, state: Partial<Generation> = {}): Message {
  return message({ author: { kind: 'model', model: 'guide' }, text: '', generation: generation(about.seq, state), ...about });
}

export function generation(seq: number, state: Partial<Generation> = {}): Generation {
  const core = { id: runOf(seq), messageId: idOf(seq), conversationId: CONVERSATION, model: 'guide', requestedBy: ANA, createdAt: at(seq) };
  return { ...core, state: 'streaming', since: at(seq), ...state } as Generation;
}
