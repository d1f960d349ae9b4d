/** What people and the app have to agree on about models. */
import { MODEL_PICTURES } from './limits.ts';

/** The names that a text calls, as they stand in it: @name where a word begins. Whoever answers to the first that is known is asked. */
export function calledModels(text: string): string[] {
  return [...text.matchAll(/(?:^|\s)@([A-Za-z0-9][A-Za-z0-9._/:-]*)/g)].map(([, name = '']) => name.replace(/[.:]+$/, ''));
}

/** A name without a tag means `:latest`; a colon before a slash belongs to a port. */
export function tagged(name: string): string {
  return /:[^/]*$/u.test(name) ? name : `${name}:latest`;
}

/** Kinds that every model server reads which reads pictures at all. */
const READABLE: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp']);

/** Asked of one picture after the other, whether a model that sees gets it: there is room for some. The newest message comes first, its pictures in their order. */
export function pictureRoom(): (picture: { mime: string; size: number }) => boolean {
  const left: { pictures: number; bytes: number } = { pictures: MODEL_PICTURES.most, bytes: MODEL_PICTURES.maxBytes };
  return ({ mime, size }) => {
    if (!READABLE.has(mime) || left.pictures === 0 || size > left.bytes) return false;
    left.pictures -= 1;
    left.bytes -= size;
    return true;
  };
}
