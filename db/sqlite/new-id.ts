import { randomBytes } from 'node:crypto';
import { ID_LENGTH } from '../../shared/ids.ts';

const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyz';
/** Bytes from here on are thrown away: kept, they would make the first letters of the alphabet likelier. */
const FIRST_UNFAIR_BYTE = 256 - (256 % ALPHABET.length);

/** A random text of [0-9a-z], log2(36) bits a character. */
export function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length)) {
      if (byte < FIRST_UNFAIR_BYTE) text += ALPHABET.charAt(byte % ALPHABET.length);
    }
  }
  return text;
}

/** A new id. Minting is the one place where a plain text is given its brand. */
export function newId<Id extends string>(length = ID_LENGTH): Id {
  return randomText(length) as Id;
}
