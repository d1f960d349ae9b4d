/** The reference for what a person sees: the model's own lines, read from the fake without anything between. */
import { request } from 'node:http';
import { MODEL } from './house.ts';
import type { Recipe } from './recipe.ts';

export interface RawReading {
  /** Resolves when the answer ended or was aborted. */
  ended: Promise<void>;
  abort(): void;
}

/** `url`: of the fake, or of something that passes on to it. `onLine` gets each line's text as it comes. */
export function readRaw(url: string, recipe: Recipe, onText: (text: string) => void): RawReading {
  const body = JSON.stringify({ model: MODEL, stream: true, messages: [{ role: 'user', content: JSON.stringify(recipe) }] });
  const asked = request(`${url}/api/chat`, { method: 'POST', headers: { 'content-type': 'application/json' }, agent: false });
  const ended = new Promise<void>((resolve) => {
    asked.on('response', (answer) => answer.on('data', (chunk: Buffer) => onText(chunk.toString('utf8'))));
    asked.on('error', () => undefined);
    asked.on('close', resolve);
  });
  asked.end(body);
  return { ended, abort: () => asked.destroy() };
}
