/**
 * One conversation as somebody sees it, and what they were ever shown of it. It holds the feed to its word as the events come: numbers without a gap or
 * a repeat, pieces that begin where the last one ended, and nothing that was on the screen changes but by somebody's command.
 */
import { applyEvent, asShown, type ConversationState } from '../../client/store/conversation-state.ts';
import { openedState } from '../../client/store/conversation-state.ts';
import type { FeedEvent } from '../../client/sdk/types.ts';
import type { ConversationId, MessageId } from '../../shared/ids.ts';
import type { Message } from '../../shared/schemas/conversation.ts';

/** What was on the screen, over every time it was opened: by message, a model's longest text, or each text of a person. */
export class Shown {
  readonly replies = new Map<MessageId, { text: string; thinking: string }>();
  readonly said = new Map<MessageId, Set<string>>();
  readonly broken: string[] = [];

  take(message: Message): void {
    if (message.author.kind === 'model') this.#reply(message);
    else this.said.set(message.id, (this.said.get(message.id) ?? new Set()).add(message.text));
  }

  #reply({ id, text, thinking = '', deletedAt }: Message): void {
    const before = this.replies.get(id) ?? { text: '', thinking: '' };
    if (deletedAt !== undefined) return;
    if (!text.startsWith(before.text)) this.broken.push(`reply ${id} showed ${tail(before.text)} and then ${tail(text)}`);
    if (!thinking.startsWith(before.thinking))
      this.broken.push(`thinking of ${id} showed ${tail(before.thinking)} and then ${tail(thinking)}`);
    this.replies.set(id, { text, thinking });
  }
}

export class View {
  readonly conversationId: ConversationId;
  readonly shown: Shown;
  readonly broken: string[] = [];
  state: ConversationState | undefined;
  /** How often it began anew from a snapshot. */
  opened = 0;
  /** Why it ended. */
  error: unknown;

  constructor(conversationId: ConversationId, shown: Shown) {
    this.conversationId = conversationId;
    this.shown = shown;
  }

  take(event: FeedEvent): void {
    if (event.type === 'opened') {
      this.opened += 1;
      this.state = openedState(event);
    } else if (this.state) {
      this.#check(this.state, event);
      this.state = applyEvent(this.state, event, Date.now());
      if (this.state.needsReopen) this.broken.push(`something before ${event.type} was missing`);
    }
    this.#look(event);
  }

  #check(state: ConversationState, event: Exclude<FeedEvent, { type: 'opened' }>): void {
    if ('seq' in event && event.seq !== state.headSeq + 1) this.broken.push(`${event.type} ${event.seq} came after ${state.headSeq}`);
    if (event.type === 'resync') this.broken.push(`the feed could not be carried on: ${event.reason}`);
    if (event.type !== 'reply.grew') return;
    const held = state.generations.get(event.generationId)?.[event.channel].length;
    if (held !== undefined && event.from !== held)
      this.broken.push(`a piece of ${event.generationId} began at ${event.from}, held were ${held}`);
  }

  /** A piece touches one message; anything else may touch each of them. */
  #look(event: FeedEvent): void {
    const { state } = this;
    if (!state) return;
    const only = event.type === 'reply.grew' ? state.generations.get(event.generationId)?.generation.messageId : undefined;
    for (const message of only === undefined ? state.messages : state.messages.filter(({ id }) => id === only))
      this.shown.take(asShown(state, message));
  }
}

export type Seen = ReturnType<typeof seen>;

/** Without what depends on who looks: what they may do there, and where it stands for them. */
export function forAnybody({ conversation, ...rest }: Seen) {
  const { writable: _writable, folderId: _folderId, mentions: _mentions, shared: _shared, ...same } = conversation;
  return { conversation: same, ...rest };
}

/** What people see, but for what is only for the moment. */
export function seen(state: ConversationState) {
  const { unread: _unread, readSeq: _readSeq, updatedAt: _updatedAt, ...conversation } = state.conversation;
  return {
    conversation,
    messages: state.messages.map((message) => asShown(state, message)),
    notices: state.notices,
    open: state.generations.size,
    headSeq: state.headSeq,
  };
}

function tail(text: string): string {
  return `${text.length} characters …${JSON.stringify(text.slice(-40))}`;
}
