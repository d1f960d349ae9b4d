/**
 * A conversation is one line for everybody. Several answers to one message share its place in the line, that of the first of them;
 * which of them is read is decided by what was said after: the answer a later message names as its parent, else the latest usable one.
 */
import type { MessageId } from '../../shared/ids.ts';
import type { LineRow } from './message-rows.ts';

/** One message of a person, or all answers to one. */
type Place = LineRow[];

/** The line that ends with `last`: ids oldest first, at most `limit` newest; nothing when `last` is not of these rows. Rows come ordered by seq. */
export function lineTo(rows: LineRow[], last: MessageId, limit: number): MessageId[] {
  const placeOf = findPlaces(rows);
  const end = placeOf.get(last);
  const places = [...new Set(placeOf.values())];
  const before = end ? places.slice(0, places.indexOf(end)) : [];
  const line: MessageId[] = [];
  const named = new Map<Place, MessageId>();
  for (const place of [...before, rows.filter((row) => row.id === last)].reverse()) {
    if (line.length === limit) break;
    const chosen = choose(place, named.get(place));
    if (!chosen) continue;
    line.push(chosen.id);
    const parent = chosen.parentId && placeOf.get(chosen.parentId);
    // The newest message that names an answer decides; an older one tells what was on screen back then.
    if (parent && !named.has(parent) && chosen.parentId) named.set(parent, chosen.parentId);
  }
  return line.reverse();
}

function findPlaces(rows: LineRow[]): Map<MessageId, Place> {
  const placeOf = new Map<MessageId, Place>();
  const answersTo = new Map<MessageId, Place>();
  for (const row of rows) {
    const asked = row.byModel ? row.parentId : null;
    const place = (asked && answersTo.get(asked)) ?? [];
    place.push(row);
    placeOf.set(row.id, place);
    if (asked) answersTo.set(asked, place);
  }
  return placeOf;
}

function choose(place: Place, named: MessageId | undefined): LineRow | undefined {
  const usable = place.filter((row) => row.usable);
  return usable.find((row) => row.id === named) ?? usable.at(-1);
}
