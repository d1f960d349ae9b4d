/** A chat and a pull, step by step. */
import { Exchange } from './exchange.ts';

export interface ChatBody {
  model: string;
  /** `images` in base64. */
  messages: { role: string; content: string; thinking?: string; images?: string[] }[];
  stream?: boolean;
  think?: boolean | string;
  truncate?: boolean;
  shift?: boolean;
  keep_alive?: number | string;
  options?: Record<string, unknown>;
}

export interface LastLine {
  /** `stop` unless told; an empty string sends none. */
  reason?: string;
  promptTokens?: number;
  outputTokens?: number;
  /** The last line may carry text too. */
  text?: string;
}

const createdAt = '2026-11-22T10:45:02.995868136Z';

export class FakeChat extends Exchange<ChatBody> {
  #pieces = 0;

  /** One piece of the answer. */
  send(text: string): Promise<void> {
    return this.#message({ role: 'assistant', content: text });
  }

  /** One piece of the thinking. */
  think(text: string): Promise<void> {
    return this.#message({ role: 'assistant', content: '', thinking: text });
  }

  /** The last line with the counts; the body stays open for what comes after. */
  last(last: LastLine = {}): Promise<void> {
    const reason = last.reason ?? 'stop';
    return this.line({
      model: this.body.model,
      created_at: createdAt,
      message: { role: 'assistant', content: last.text ?? '' },
      done: true,
      ...(reason && { done_reason: reason }),
      total_duration: 763_886_084,
      load_duration: 459_492_875,
      prompt_eval_count: last.promptTokens ?? 12,
      prompt_eval_duration: 106_000_000,
      eval_count: last.outputTokens ?? this.#pieces,
      eval_duration: 180_000_000,
    });
  }

  /** The last line, then a proper end. */
  async finish(last: LastLine = {}): Promise<void> {
    await this.last(last);
    this.end();
  }

  /** What a real server says when the model dies: a line with the error under HTTP 200, then a proper end. */
  async fail(error = 'an error was encountered while running the model: unexpected EOF'): Promise<void> {
    await this.line({ error });
    this.end();
  }

  /** An error instead of an answer. */
  refuse(status: number, error: string): void {
    this.json(status, { error });
  }

  /** The last message of a person in what the model was given. */
  get question(): string {
    return this.body.messages.findLast((message) => message.role === 'user')?.content ?? '';
  }

  #message(message: { role: string; content: string; thinking?: string }): Promise<void> {
    this.#pieces += 1;
    return this.line({ model: this.body.model, created_at: createdAt, message, done: false });
  }
}

export interface PullBody {
  model?: string;
  name?: string;
  stream?: boolean;
}

export class FakePull extends Exchange<PullBody> {
  get model(): string {
    return this.body.model ?? this.body.name ?? '';
  }

  status(status: string): Promise<void> {
    return this.line({ status });
  }

  /** Progress of one layer, in bytes. `completed` is left out until something came, as a real server does. */
  progress(layer: string, total: number, completed?: number): Promise<void> {
    const digest = `sha256:${layer}`;
    return this.line({ status: `pulling ${layer.slice(0, 12)}`, digest, total, ...(completed !== undefined && { completed }) });
  }

  async succeed(): Promise<void> {
    await this.status('success');
    this.end();
  }

  async fail(error: string): Promise<void> {
    await this.line({ error });
    this.end();
  }
}
