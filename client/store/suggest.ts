/** What somebody is about to write, read from the text before the cursor. */

export type Begun =
  /** `@` and the beginning of a name; `from` is the place of the `@`. */
  | { kind: 'name'; from: number; query: string }
  /** `/` and the beginning of a command, at the very start. */
  | { kind: 'command'; query: string }
  /** A command, and the beginning of what it is told. */
  | { kind: 'argument'; command: string; from: number; query: string };

const NAME_MAX_CHARS = 40;

/** Undefined when the cursor stands in plain text. */
export function begunAt(text: string, cursor: number): Begun | undefined {
  const before = text.slice(0, cursor);
  const [, command, rest] = /^\/([a-z]*)(?: ([^\n]*))?$/.exec(before) ?? [];
  if (command !== undefined && rest === undefined) return { kind: 'command', query: command };
  if (command !== undefined && rest !== undefined) return { kind: 'argument', command, from: command.length + 2, query: rest };
  const from = before.lastIndexOf('@');
  const query = before.slice(from + 1);
  const isName = from !== -1 && query.length <= NAME_MAX_CHARS && !query.includes('\n') && !/[\p{L}\p{N}_]$/u.test(before.slice(0, from));
  return isName ? { kind: 'name', from, query } : undefined;
}

/** Those that the query may mean, the likeliest first: it begins the name, then one of its words. */
export function matching<Item>(items: readonly Item[], query: string, nameOf: (item: Item) => string): Item[] {
  const wanted = folded(query);
  const ranked = items.map((item) => ({ item, rank: rankOf(folded(nameOf(item)), wanted) }));
  return ranked
    .filter(({ rank }) => rank < Number.POSITIVE_INFINITY)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

function rankOf(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 0;
  const word = [...name.matchAll(/[\s/:._-]+/g)].some(({ 0: gap, index }) => name.startsWith(wanted, index + gap.length));
  return word ? 1 : Number.POSITIVE_INFINITY;
}

/** Without capitals and accents, so that nobody has to type them. */
function folded(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}
