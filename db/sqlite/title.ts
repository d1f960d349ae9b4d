const MAX_CHARS = 60;
// oxlint-disable-next-line no-control-regex -- a title must not hold them, a message may
const UNSEEN = /[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]+/gu;

/** A title from what was said: its first line that says something, cut at a word. */
export function titleFrom(text: string): string {
  const lines = text.split(/\r?\n/u).map((line) => line.replace(UNSEEN, ' ').trim());
  const first = lines.find((line) => line !== '') ?? '';
  const points = [...first];
  if (points.length <= MAX_CHARS) return first;
  const cut = points.slice(0, MAX_CHARS - 1).join('');
  const word = cut.lastIndexOf(' ');
  return `${(word > MAX_CHARS / 2 ? cut.slice(0, word) : cut).trimEnd()}…`;
}
