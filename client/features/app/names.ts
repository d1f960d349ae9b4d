import { count } from './times.ts';

const format = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** "Ana", "Ana and Bo", "Ana, Bo and 12 others": at most `most` parts. */
export function listed(names: readonly string[], most = 3): string {
  return format.format(names.length > most ? [...names.slice(0, most - 1), `${count(names.length - most + 1)} others`] : names);
}
