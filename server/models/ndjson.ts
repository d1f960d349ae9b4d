/** Lines of JSON from bytes, strictly: what is no JSON object is an error and is never skipped. */
import { OllamaFailure } from './ollama-errors.ts';

export interface LineLimits {
  maxLineBytes: number;
  maxTotalBytes: number;
}

const NEWLINE = 0x0a;

/**
 * Yields each line that is not blank. A line is decoded when it is whole, so a character split over chunks is not harmed; bytes that are no UTF-8 become
 * U+FFFD. Throws `bad_answer` over a limit, before the bytes are kept.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, limits: LineLimits): AsyncGenerator<string, void, void> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let totalBytes = 0;
  const hold = (bytes: Uint8Array) => {
    heldBytes += bytes.length;
    if (heldBytes > limits.maxLineBytes)
      throw new OllamaFailure('bad_answer', `A line of its answer is longer than ${limits.maxLineBytes} bytes.`);
    held.push(bytes);
  };
  const release = () => {
    const [first] = held;
    const bytes = held.length === 1 && first ? Buffer.from(first.buffer, first.byteOffset, first.length) : Buffer.concat(held);
    const text = bytes.toString('utf8').trim();
    held = [];
    heldBytes = 0;
    return text;
  };
  for await (const chunk of chunks) {
    totalBytes += chunk.length;
    if (totalBytes > limits.maxTotalBytes)
      throw new OllamaFailure('bad_answer', `Its answer is longer than ${limits.maxTotalBytes} bytes.`);
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
      hold(chunk.subarray(from, at));
      from = at + 1;
      const line = release();
      if (line) yield line;
    }
    if (from < chunk.length) hold(chunk.subarray(from));
  }
  const rest = release();
  if (rest) yield rest;
}

/** The object a line holds; throws `bad_answer` when it holds none. */
export function parseLine(line: string): Record<string, unknown> {
  const value = tryJson(line);
  if (!isObject(value)) throw new OllamaFailure('bad_answer', 'A line of its answer is not a JSON object.');
  return value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
