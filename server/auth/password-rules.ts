import { readFileSync } from 'node:fs';
import { PASSWORD } from '../../shared/limits.ts';

const COMMON: ReadonlySet<string> = new Set(
  readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n'),
);
/** Shorter parts of a name or an address turn up in good passwords by chance. */
const MIN_OWN_CHARS = 4;
const MAX_DECORATION_CHARS = 6;
/** What people write for letters; as weak as the letters. */
const DISGUISES: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' };

/**
 * What is wrong with a new password, in words for the person who chose it; undefined when nothing is. No composition rules: length, none of the
 * commonly used ones, nothing of the person's own (ASVS 6.2.4, 6.2.11).
 */
export function faultOf(password: string, about: { email: string; name: string }): string | undefined {
  const text = fold(password);
  if ([...text].length < PASSWORD.minChars) return `at least ${PASSWORD.minChars} characters`;
  if (isCommon(text)) return 'this is one of the passwords that are guessed first';
  if (isOneUnitRepeated(text)) return 'this repeats itself';
  const own = [fold(about.email).split('@')[0] ?? '', fold(about.name).replaceAll(/\s/gu, '')];
  if (own.some((part) => part.length >= MIN_OWN_CHARS && text.replaceAll(/\s/gu, '').includes(part)))
    return 'it must not contain your name or address';
  return undefined;
}

/** As hashing does it, and regardless of case. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function isCommon(text: string): boolean {
  const undisguised = [...text].map((char) => DISGUISES[char] ?? char).join('');
  const bare = text.replaceAll(/[^\p{L}\p{N}]/gu, '');
  return [text, undisguised, bare, ...undecorated(text)].some((each) => COMMON.has(each));
}

/** A common word does not get better by the few digits that are commonly put around it. */
function undecorated(text: string): string[] {
  const core = text.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  if (text.length - core.length > MAX_DECORATION_CHARS) return [];
  const undisguised = [...core].map((char) => DISGUISES[char] ?? char).join('');
  return [core, undisguised];
}

function isOneUnitRepeated(text: string): boolean {
  return /^(.{1,4}?)\1+$/u.test(text);
}
