/** Names in a text: a name stands there as `@Name`, also one of several words. Of names that begin alike the longest counts. */
import type { UserId } from '../../shared/ids.ts';
import type { Person } from '../../shared/schemas/conversation.ts';

export interface Named {
  name: string;
  /** Of the `@`. */
  from: number;
  /** After the last letter. */
  to: number;
}

/** Where these names stand, letter by letter as they are written. */
export function namesIn(text: string, names: readonly string[]): Named[] {
  const longestFirst = names.filter((name) => name !== '').toSorted((a, b) => b.length - a.length);
  const found: Named[] = [];
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    if (isWordAt(text, at - 1)) continue;
    const name = longestFirst.find((each) => text.startsWith(each, at + 1) && !isWordAt(text, at + 1 + each.length));
    if (name !== undefined) found.push({ name, from: at, to: at + 1 + name.length });
  }
  return found;
}

/**
 * Whom a message names. A name that several people have means those of them who were picked. What is quoted or code names nobody: it was said
 * by somebody else, or to a machine.
 */
export function mentionsIn(text: string, people: readonly Person[], picked: readonly UserId[]): UserId[] {
  const said = withoutCode(text);
  const names = [...new Set(people.map(({ name }) => name))];
  const named = new Set(namesIn(said, names).map(({ name }) => name));
  const meant = [...named].flatMap((name) => {
    const same = people.filter((person) => person.name === name);
    return same.length === 1 ? same : same.filter(({ userId }) => picked.includes(userId));
  });
  return meant.map(({ userId }) => userId);
}

/** As long as before, with blanks in place of code and quoted lines. */
function withoutCode(text: string): string {
  return text.replaceAll(/```[^]*?(?:```|(?![^]))|`[^`\n]*`|^ {0,3}>.*$/gm, (part) => ' '.repeat(part.length));
}

function isWordAt(text: string, at: number): boolean {
  return /[\p{L}\p{N}_]/u.test(text.charAt(at));
}
