import type { Store, StoredGeneration, StoredMessage } from '../../db/store.ts';
import type { MessageId } from '../../shared/ids.ts';
import type { Attachment } from '../../shared/schemas/conversation.ts';
import type { Turn, TurnFile } from '../models/model.ts';

/** More than any context of a local model holds; what does not fit is left out by the provider and counted. */
const MAX_MESSAGES = 500;

export interface Prompt {
  turns: Turn[];
  messageIds: MessageId[];
}

/** What a model reads: the line as the asker sees it with its files, and when it continues, its own text so far. */
export async function promptFor(store: Pick<Store, 'messages' | 'files'>, generation: StoredGeneration): Promise<Prompt> {
  const reply = await store.messages.find(generation.messageId);
  const line = reply?.parentId ? await store.messages.lineTo(reply.parentId, MAX_MESSAGES) : [];
  const turns = turnsOf(store, line, generation.model);
  if (reply && generation.from.text > 0) turns.push({ role: 'assistant', text: reply.text.slice(0, generation.from.text) });
  return { turns, messageIds: line.map(({ id }) => id) };
}

/** Names are given only when several people talk: a model alone with one person reads plain text. */
function turnsOf(store: Pick<Store, 'files'>, line: readonly StoredMessage[], model: string): Turn[] {
  const people = new Set(line.flatMap(({ author }) => (author.kind === 'user' ? [author.userId] : [])));
  const named = people.size > 1;
  const turns: Turn[] = line.map(({ author, text, attachments }) => {
    const files = attachments && { files: attachments.map((each) => fileOf(store, each)) };
    if (author.kind === 'user') return { role: 'user', text: named ? `${author.name}: ${text}` : text, ...files };
    return author.model === model ? { role: 'assistant', text } : { role: 'assistant', text: named ? `${author.model}: ${text}` : text };
  });
  if (named)
    turns.unshift({
      role: 'system',
      text: 'You take part in a team chat. Each message of a person begins with their name. Answer the last one, without a name in front.',
    });
  return turns;
}

function fileOf({ files }: Pick<Store, 'files'>, { id, name, type, mime, size }: Attachment): TurnFile {
  return { name, type, mime, size, read: () => files.bytes(id) };
}
