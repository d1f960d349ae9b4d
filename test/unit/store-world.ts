/** A conversation as the server keeps it, in the plainest way: things are changed in place, and every change writes its event. */
import type { ConversationEvent, StoredEventBody } from '../../shared/events.ts';
import { conversationId, fileId, type MessageId } from '../../shared/ids.ts';
import type { Attachment, Generation, Lengths, Message, Notice, Outcome, Person } from '../../shared/schemas/conversation.ts';
import type { Opened } from '../../client/sdk/types.ts';
import { ANA, at, BO, CONVERSATION, conversation, message, runOf } from './sdk-builders.ts';

type Channel = 'text' | 'thinking';

interface Said {
  emoji: string;
  person: Person;
}

const THREAD = conversationId.parse('h'.repeat(20));

export class World {
  readonly events: ConversationEvent[] = [];
  readonly #conversation = conversation();
  readonly #messages: Message[] = [];
  readonly #notices: Notice[] = [];
  readonly #reactions = new Map<MessageId, readonly Said[]>();
  readonly #uses = new Map<MessageId, readonly string[]>();
  #runs = 0;

  /** What `conversation.open` gives now: the newest `limit` messages. */
  snapshot(limit = 1_000): Opened {
    const messages = structuredClone(this.#messages).slice(-limit);
    const generations = messages.flatMap(({ generation }) => (generation && isOpen(generation) ? [generation] : []));
    const writing = this.#open().length > 0;
    return {
      conversation: { ...this.#conversation, writing },
      messages,
      notices: structuredClone(this.#notices),
      more: this.#messages.length > limit,
      generations,
      viewers: [],
      cursor: String(this.events.length),
    };
  }

  post(text: string, files = 0): void {
    const seq = this.#next();
    const attachments = Array.from({ length: files }, (_, n) => file(seq, n));
    const posted = message({ seq, text, ...(files > 0 && { attachments }) });
    this.#messages.push(posted);
    this.#tell({ type: 'message.posted', message: structuredClone(posted) });
  }

  edit(pick: number, text: string): void {
    const target = chosen(
      this.#messages.filter(({ author, deletedAt }) => author.kind === 'user' && !deletedAt),
      pick,
    );
    if (!target) return;
    Object.assign(target, { text, editedAt: at(this.#next()) });
    this.#tell({ type: 'message.edited', messageId: target.id, text, editedAt: at(this.#next()) });
  }

  delete(pick: number): void {
    const target = chosen(
      this.#messages.filter(({ generation, deletedAt }) => !deletedAt && !(generation && isOpen(generation))),
      pick,
    );
    if (!target) return;
    Object.assign(target, { text: '', deletedAt: at(this.#next()) });
    delete target.thinking;
    delete target.attachments;
    this.#tell({ type: 'message.deleted', messageId: target.id, deletedAt: at(this.#next()), by: ANA });
  }

  /** Adds a reaction, or takes it back when it is there. Reactions are kept as a list of who said what, in the order of saying. */
  react(pick: number, person: Person, emoji: string): void {
    const target = chosen(
      this.#messages.filter(({ deletedAt }) => !deletedAt),
      pick,
    );
    if (!target) return;
    const before = this.#reactions.get(target.id) ?? [];
    const others = before.filter((said) => said.emoji !== emoji || said.person !== person);
    const on = others.length === before.length;
    const after = on ? [...others, { emoji, person }] : others;
    this.#reactions.set(target.id, after);
    if (after.length === 0) delete target.reactions;
    else target.reactions = inOrderOfUse(this.#firstUses(target.id, emoji, after), after);
    this.#tell({ type: 'message.reacted', messageId: target.id, emoji, person, on });
  }

  /** The thread on a message begins or grows. */
  thread(pick: number): void {
    const target = chosen(this.#messages, pick);
    if (!target) return;
    const replies = (target.thread?.replies ?? -1) + 1;
    target.thread = { conversationId: THREAD, replies, ...(replies > 0 && { lastAt: at(this.#next()) }) };
    this.#tell({ type: 'message.threaded', messageId: target.id, thread: { ...target.thread } });
  }

  /** A further answer to a message of a person. */
  answer(pick: number): void {
    const question = chosen(
      this.#messages.filter(({ author }) => author.kind === 'user'),
      pick,
    );
    if (!question) return;
    const seq = this.#next();
    const reply = message({ seq, parentId: question.id, author: { kind: 'model', model: 'guide' }, text: '' });
    this.#messages.push(reply);
    this.#begin(reply, { text: 0, thinking: 0 });
  }

  /** Goes on with a reply that ended early. */
  continue(pick: number): void {
    const early = this.#messages.filter(
      ({ generation, deletedAt }) => !deletedAt && generation && !isOpen(generation) && generation.state !== 'done',
    );
    const target = chosen(early, pick);
    if (target) this.#begin(target, { text: target.text.length, thinking: (target.thinking ?? '').length });
  }

  grow(pick: number, channel: Channel, text: string): void {
    const reply = chosen(this.#open(), pick);
    if (!reply?.generation || text === '') return;
    const before = reply[channel] ?? '';
    reply[channel] = before + text;
    this.events.push({ type: 'reply.grew', generationId: reply.generation.id, channel, from: before.length, text });
  }

  phase(pick: number): void {
    const reply = chosen(this.#open(), pick);
    if (!reply?.generation) return;
    const { id, messageId, conversationId, model, requestedBy, createdAt } = reply.generation;
    const since = at(this.#next());
    reply.generation = { id, messageId, conversationId, model, requestedBy, createdAt, state: 'streaming', since };
    this.events.push({ type: 'reply.state', generationId: id, state: 'streaming', since });
  }

  end(pick: number, outcome: Outcome): void {
    const reply = chosen(this.#open(), pick);
    if (!reply?.generation) return;
    const { id, messageId, conversationId, model, requestedBy, createdAt } = reply.generation;
    const core = { id, messageId, conversationId, model, requestedBy, createdAt, endedAt: at(this.#next()) };
    const lengths = { text: reply.text.length, thinking: (reply.thinking ?? '').length };
    const said = { type: 'reply.ended', generationId: id, messageId, endedAt: core.endedAt, lengths } as const;
    if (outcome === 'failed') {
      reply.generation = { ...core, state: 'failed', code: 'crashed' };
      this.#tell({ ...said, outcome, code: 'crashed' });
    } else if (outcome === 'stopped') {
      reply.generation = { ...core, state: 'stopped', by: BO };
      this.#tell({ ...said, outcome, by: BO });
    } else {
      reply.generation = { ...core, state: outcome };
      this.#tell({ ...said, outcome });
    }
  }

  move(type: Notice['type']): void {
    const notice: Notice = { type, seq: this.#next(), person: BO, at: at(this.#next()) };
    this.#notices.push(notice);
    this.#tell({ type, person: BO, at: notice.at });
  }

  update(title: string, archived: boolean): void {
    this.#conversation.title = title;
    delete this.#conversation.archivedAt;
    if (archived) this.#conversation.archivedAt = at(this.#next());
    const { visibility, model, answers, archivedAt, folderId } = this.#conversation;
    this.#tell({
      type: 'conversation.updated',
      settings: { title, visibility, model, answers, folderId, ...(archivedAt && { archivedAt }) },
      by: ANA,
    });
  }

  /** Which emoji came first, as long as anybody stands by them. */
  #firstUses(id: MessageId, emoji: string, said: readonly Said[]): string[] {
    const known = this.#uses.get(id) ?? [];
    const uses = [...known, ...(known.includes(emoji) ? [] : [emoji])].filter((each) => said.some((one) => one.emoji === each));
    this.#uses.set(id, uses);
    return uses;
  }

  #begin(reply: Message, from: Lengths): void {
    this.#runs += 1;
    const id = runOf(this.#runs);
    reply.generation = {
      id,
      messageId: reply.id,
      conversationId: CONVERSATION,
      model: 'guide',
      requestedBy: ANA,
      createdAt: at(this.#runs),
      state: 'queued',
      position: 1,
    };
    this.#tell({
      type: 'reply.started',
      generationId: id,
      messageId: reply.id,
      model: 'guide',
      requestedBy: ANA,
      from,
      message: structuredClone(reply),
    });
  }

  #open(): Message[] {
    return this.#messages.filter(({ generation }) => generation && isOpen(generation));
  }

  #next(): number {
    return this.#conversation.lastSeq + 1;
  }

  #tell(body: StoredEventBody): void {
    this.#conversation.lastSeq += 1;
    this.events.push({ ...body, seq: this.#conversation.lastSeq });
  }
}

function file(seq: number, n: number): Attachment {
  const id = fileId.parse(`f${seq}n${n}`.padEnd(20, '0'));
  return { id, name: `picture ${n}.png`, type: 'image', mime: 'image/png', size: 100 + n, width: 10, height: 20 };
}

function inOrderOfUse(uses: readonly string[], said: readonly Said[]): NonNullable<Message['reactions']> {
  return uses.map((emoji) => ({ emoji, people: said.filter((each) => each.emoji === emoji).map(({ person }) => person) }));
}

function isOpen({ state }: Generation): boolean {
  return state === 'queued' || state === 'loading' || state === 'prompting' || state === 'streaming';
}

function chosen<Item>(items: readonly Item[], pick: number): Item | undefined {
  return items[pick % Math.max(1, items.length)];
}
