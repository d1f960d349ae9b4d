import type { GenerationId } from '../../../shared/ids.ts';
import type { Author } from '../../../shared/schemas/conversation.ts';
import type { FeedEvent } from '../index.ts';

/** Prints events as lines. Of several replies at once, one is shown as it is written, the others when they are done. */
export class Screen {
  readonly #me: string;
  /** Text so far, by generation, for those that are not on the screen. */
  readonly #waiting = new Map<GenerationId, { model: string; text: string }>();
  writing: GenerationId | undefined;

  constructor(me: string) {
    this.#me = me;
  }

  show(event: FeedEvent): void {
    switch (event.type) {
      case 'opened':
        this.#open(event);
        return;
      case 'message.posted':
        if (event.message.author.kind === 'user' && event.message.author.userId === this.#me) return;
        console.log(`${nameOf(event.message.author)}: ${event.message.text}\n`);
        return;
      case 'reply.started':
        this.#begin(event.generationId, event.model);
        return;
      case 'reply.grew':
        if (event.channel === 'text') this.#grow(event.generationId, event.text);
        return;
      case 'reply.ended':
        this.#end(event.generationId, event.outcome);
        return;
      case 'member.joined':
      case 'member.left':
        console.log(`${event.person.name} ${event.type === 'member.joined' ? 'joined' : 'left'}.\n`);
        return;
      // A terminal cannot go back to change what it printed, and leaves the rest out.
      case 'message.edited':
      case 'message.deleted':
      case 'message.reacted':
      case 'message.threaded':
      case 'conversation.updated':
      case 'reply.queued':
      case 'reply.state':
      case 'typing':
      case 'presence':
      case 'resync':
        return;
    }
  }

  /** The newest messages; one that is being written goes on where it is. */
  #open({ messages, generations }: Extract<FeedEvent, { type: 'opened' }>): void {
    this.writing = undefined;
    this.#waiting.clear();
    const open = new Set(generations.map(({ id }) => id));
    for (const { author, text, generation } of messages) {
      if (!generation || !open.has(generation.id)) console.log(`${nameOf(author)}: ${text}\n`);
      else {
        this.#begin(generation.id, generation.model);
        this.#grow(generation.id, text);
      }
    }
  }

  #begin(id: GenerationId, model: string): void {
    if (this.writing) {
      this.#waiting.set(id, { model, text: '' });
      return;
    }
    this.writing = id;
    process.stdout.write(`${model}: `);
  }

  #grow(id: GenerationId, text: string): void {
    const waiting = this.#waiting.get(id);
    if (waiting) waiting.text += text;
    else if (id === this.writing) process.stdout.write(text);
  }

  #end(id: GenerationId, outcome: string): void {
    const said = outcome === 'done' ? '' : ` (${outcome})`;
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting) console.log(`${waiting.model}: ${waiting.text}${said}\n`);
    if (id !== this.writing) return;
    this.writing = undefined;
    console.log(`${said}\n`);
    this.#showNext();
  }

  /** The next reply that is being written takes the screen, with what it has so far. */
  #showNext(): void {
    const [next] = this.#waiting;
    if (!next) return;
    const [id, { model, text }] = next;
    this.#waiting.delete(id);
    this.writing = id;
    process.stdout.write(`${model}: ${text}`);
  }
}

function nameOf(author: Author): string {
  return author.kind === 'user' ? author.name : author.model;
}
