import { FILES } from '../../shared/limits.ts';
import type { Attachment } from '../../shared/schemas/conversation.ts';
import { HEAD_BYTES, pictureIn } from './image-size.ts';

export type Kind = Pick<Attachment, 'type' | 'mime' | 'width' | 'height'>;

const OTHER: Kind = { type: 'other', mime: 'application/octet-stream' };
const TEXT: Kind = { type: 'text', mime: 'text/plain' };
/** No text of people has these: all control characters but tab, line feed, form feed, carriage return and escape (terminals colour with it). */
// oxlint-disable-next-line no-control-regex -- the point of the rule is to find them
const BINARY = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/u;

/** Says what bytes are while they pass: neither a name nor a header is asked. */
export class Inspector {
  #head: Uint8Array[] = [];
  #headBytes = 0;
  /** Undefined once they cannot be text any more. */
  #decoder: TextDecoder | undefined = new TextDecoder('utf-8', { fatal: true });

  take(chunk: Uint8Array): void {
    if (this.#headBytes < HEAD_BYTES) {
      this.#head.push(chunk);
      this.#headBytes += chunk.length;
    }
    this.#read(chunk);
  }

  kind(): Kind {
    const picture = pictureIn(Buffer.concat(this.#head));
    if (picture && isDrawable(picture)) return { type: 'image', ...picture };
    this.#read();
    return this.#decoder && !picture ? TEXT : OTHER;
  }

  /** Without a chunk: nothing comes any more. */
  #read(chunk?: Uint8Array): void {
    try {
      const text = this.#decoder?.decode(chunk, { stream: chunk !== undefined });
      if (text !== undefined && BINARY.test(text)) this.#decoder = undefined;
    } catch {
      this.#decoder = undefined;
    }
  }
}

function isDrawable({ width, height }: { width: number; height: number }): boolean {
  const largest = Math.max(width, height);
  return width > 0 && height > 0 && largest <= FILES.imageMaxSide && width * height <= FILES.imageMaxPixels;
}
