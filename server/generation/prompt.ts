import type { Store, StoredGeneration, StoredMessage } from '../../db/store.ts';
import type { MessageId } from '../../shared/ids.ts';
import type { Turn } from '../models/model.ts';

/** More than any context of a local model holds; what does not fit is left out by the provider and counted. */
const MAX_MESSAGES = 500;

export interface Prompt {
  turns: Turn[];
  messageIds: MessageId[];
}

/** What a model reads: the line as the asker sees it, and when it continues, its own text so far. */
export async function promptFor(store: Pick<Store, 'messages'>, generation: StoredGeneration): Promise<Prompt> {
  const reply = await store.messages.find(generation.messageId);
  const line = reply?.parentId ? await store.messages.lineTo(reply.parentId, MAX_MESSAGES) : [];
  const turns = turnsOf(line, generation.model);
  if (reply && generation.from.text > 0) turns.push({ role: 'assistant', text: reply.text.slice(0, generation.from.text) });
  return { turns, messageIds: line.map(({ id }) => id) };
}

/** Names are given only when several people talk: a model alone with one person reads plain text. */
function turnsOf(line: readonly StoredMessage[], model: string): Turn[] {
  const people = new Set(line.flatMap(({ author }) => (author.kind === 'user' ? [author.userId] : [])));
  const named = people.size > 1;
  const turns: Turn[] = line.map(({ author, text }) => {
    if (author.kind === 'user') return { role: 'user', text: named ? `${author.name}: ${text}` : text };
    return author.model === model ? { role: 'assistant', text } : { role: 'assistant', text: named ? `${author.model}: ${text}` : text };
  });
  if (named)
    turns.unshift({
      role: 'system',
      text: 'You take part in a team chat. Each message of a person begins with their name. Answer the last one, without a name in front.',
    });
  return turns;
}
