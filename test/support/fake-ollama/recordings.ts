/** Exchanges recorded from a real Ollama, as they came off the socket. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Recording {
  name: string;
  request: { method: string; path: string; body: unknown };
  response: { status: number; headers: Record<string, string>; afterMs: number };
  ended: 'complete' | 'eof' | 'aborted by client';
  /** Milliseconds since the request, and the bytes of one HTTP chunk as text. */
  chunks: [atMs: number, text: string][];
}

const folder = join(import.meta.dirname, 'recordings');
const loaded = new Map<string, Recording>();

/** The recording of that name, for example `chat-warm`; throws when there is none. */
export function recording(name: string): Recording {
  const known = loaded.get(name);
  if (known) return known;
  const read: Recording = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
  loaded.set(name, read);
  return read;
}

/** The whole body as text. */
export function bodyOf(name: string): string {
  return recording(name)
    .chunks.map(([, text]) => text)
    .join('');
}

/** What a client that reads every line of a recorded chat ends up with. */
export function textOf(name: string): { text: string; thinking: string } {
  const lines = bodyOf(name).split('\n').filter(Boolean);
  const messages = lines.map((line): { content?: string; thinking?: string } => JSON.parse(line).message ?? {});
  return {
    text: messages.map((message) => message.content ?? '').join(''),
    thinking: messages.map((message) => message.thinking ?? '').join(''),
  };
}
