import { keep, recall } from '../app/session-storage.ts';

const AT_END_PX = 4;
const NEAR_END_PX = 24;
/** Browsers that hold the line one reads in place by themselves when something above it changes. */
const ANCHORS = CSS.supports('overflow-anchor', 'auto');

/**
 * Stays at the end only if it was there; reading further up never moves. Keeps the place in this tab, for a reload or a way back. Works on the
 * element itself: what moves with every frame is no business of React.
 */
export class ScrollKeeper {
  readonly #box: HTMLElement;
  readonly #place: string;
  readonly #tell: (pinned: boolean) => void;
  readonly #sizes: ResizeObserver;
  #pinned = true;
  #firstKey: string | undefined;
  /** As it was after the last drawing or move. */
  #before = { top: 0, height: 0, room: 0 };

  /** `place` names what is read; `tell` hears whether the end is in sight and stays so while text comes. */
  constructor(box: HTMLElement, content: HTMLElement, place: string, tell: (pinned: boolean) => void) {
    this.#box = box;
    this.#place = place;
    this.#tell = tell;
    this.#sizes = new ResizeObserver(this.#stick);
    this.#pin(!restore(place, box));
    this.#stick();
    this.#sizes.observe(box);
    this.#sizes.observe(content);
    box.addEventListener('scroll', this.#scrolled, { passive: true });
  }

  /** Rows were drawn; another topmost one means that something was put above. */
  drawn(firstKey: string | undefined): void {
    const grewAbove = this.#firstKey !== undefined && firstKey !== this.#firstKey;
    this.#firstKey = firstKey;
    // At the very top browsers do not hold the line, so it is moved back under the eye.
    if (grewAbove && !this.#pinned && !(ANCHORS && this.#before.top > 0)) {
      this.#box.scrollTop = this.#before.top + this.#box.scrollHeight - this.#before.height;
    }
    this.#stick();
  }

  toEnd(): void {
    this.#pin(true);
    this.#stick();
  }

  stop(): void {
    this.#sizes.disconnect();
    this.#box.removeEventListener('scroll', this.#scrolled);
  }

  readonly #stick = (): void => {
    if (this.#pinned) this.#box.scrollTop = this.#box.scrollHeight;
    this.#remember();
  };

  readonly #scrolled = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = this.#box;
    const { top, height, room } = this.#before;
    const distance = scrollHeight - scrollTop - clientHeight;
    // A box that shrank moved by itself; only a person goes up in one that did not.
    const wentUp = scrollTop < top - 1 && scrollHeight >= height && clientHeight === room;
    if (distance < AT_END_PX) this.#pin(true);
    else if (wentUp) this.#pin(false);
    else if (distance < NEAR_END_PX && scrollTop > top) this.#pin(true);
    this.#remember();
    keepPlace(this.#place, this.#box, this.#pinned);
  };

  #pin(pinned: boolean): void {
    this.#pinned = pinned;
    this.#tell(pinned);
  }

  #remember(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#box;
    this.#before = { top: scrollTop, height: scrollHeight, room: clientHeight };
  }
}

/** The row where reading goes on: the one that was on top when one left, else the line where the new begins. */
export function startRow(place: string): string {
  return placeOf(recall(place))?.row ?? 'new';
}

function keepPlace(place: string, box: HTMLElement, atEnd: boolean): void {
  if (atEnd) return keep(place, '');
  const { top } = box.getBoundingClientRect();
  for (const row of rowsIn(box)) {
    const at = row.getBoundingClientRect();
    if (at.bottom <= top) continue;
    return keep(place, JSON.stringify({ row: row.dataset['row'], above: top - at.top }));
  }
}

/** Whether there was a place to go back to that is not the end anyway. */
function restore(place: string, box: HTMLElement): boolean {
  const wanted = startRow(place);
  const row = rowsIn(box).find((each) => each.dataset['row'] === wanted);
  if (row === undefined) return false;
  box.scrollTop = row.offsetTop + (placeOf(recall(place))?.above ?? -box.clientHeight / 4);
  return box.scrollHeight - box.scrollTop - box.clientHeight > NEAR_END_PX;
}

function rowsIn(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>('[data-row]')];
}

function placeOf(kept: string | undefined): { row: string; above: number } | undefined {
  try {
    const place: unknown = JSON.parse(kept ?? 'null');
    if (typeof place !== 'object' || place === null || !('row' in place) || !('above' in place)) return undefined;
    const { row, above } = place;
    return typeof row === 'string' && typeof above === 'number' ? { row, above } : undefined;
  } catch {
    return undefined;
  }
}
