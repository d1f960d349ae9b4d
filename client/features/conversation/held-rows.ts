import type { MessageId } from '../../../shared/ids.ts';
import type { Listed } from './use-older.ts';

/** A selection over more rows than this is kept at its ends only. */
const MAX_SELECTED = 400;

/** The rows to draw: those in sight, and those that somebody has the focus in, edits or has selected text of, wherever they are. */
export function heldRows(
  inSight: readonly number[],
  listed: readonly Listed[],
  box: HTMLElement,
  editing: MessageId | undefined,
): number[] {
  const numberOf = (key: string | undefined) => (key === undefined ? -1 : listed.findIndex((row) => row.key === key));
  const held = [numberOf(keyAt(document.activeElement, box)), ...selected(box, numberOf)];
  if (editing !== undefined) held.push(listed.findIndex((row) => row.kind === 'message' && row.message.id === editing));
  const more = held.filter((index) => index !== -1);
  return more.length === 0 ? [...inSight] : [...new Set([...inSight, ...more])].toSorted((a, b) => a - b);
}

function selected(box: HTMLElement, numberOf: (key: string | undefined) => number): number[] {
  const selection = document.getSelection();
  if (selection === null || selection.isCollapsed) return [];
  const ends = [selection.anchorNode, selection.focusNode].map((node) => numberOf(keyAt(elementOf(node), box)));
  const [from = -1, to = -1] = ends.toSorted((a, b) => a - b);
  if (from === -1 || to - from > MAX_SELECTED) return ends;
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

function elementOf(node: Node | null): Element | null {
  return node instanceof Element ? node : (node?.parentElement ?? null);
}

function keyAt(element: Element | null, box: HTMLElement): string | undefined {
  const row = element?.closest<HTMLElement>('[data-key]');
  return row && box.contains(row) ? row.dataset['key'] : undefined;
}
