import { keep, recall } from '../app/session-storage.ts';

const AT_END_PX = 4;
const NEAR_END_PX = 24;

/** A row, and how many pixels of it are above the upper edge; negative: it begins so far below the edge. */
interface Anchor {
  row: HTMLElement;
  above: number;
}

/** In pixels. */
interface Extent {
  top: number;
  height: number;
  room: number;
}

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
  /** What one reads, away from the end. */
  #anchor: Anchor | undefined;
  /** As it was after the last drawing or move. */
  #before: Extent;

  /** `place` names what is read; `tell` hears whether the end is in sight and stays so while text comes. */
  constructor(box: HTMLElement, content: HTMLElement, place: string, tell: (pinned: boolean) => void) {
    this.#box = box;
    this.#place = place;
    this.#tell = tell;
    this.#sizes = new ResizeObserver(this.#settle);
    this.#anchor = startIn(box, place);
    if (this.#anchor !== undefined) hold(box, this.#anchor);
    this.#before = extentOf(box);
    this.#pin(this.#anchor === undefined || distanceOf(this.#before) <= NEAR_END_PX);
    this.#stay();
    this.#sizes.observe(box);
    this.#sizes.observe(content);
    box.addEventListener('scroll', this.#scrolled, { passive: true });
  }

  /** Rows were drawn. */
  drawn(): void {
    this.#settle();
  }

  toEnd(): void {
    this.#pin(true);
    this.#stay();
  }

  stop(): void {
    this.#sizes.disconnect();
    this.#box.removeEventListener('scroll', this.#scrolled);
  }

  /**
   * What one reads stays under the eye. Rows far away have guessed heights until they come near, older rows are put above, and browsers hold the
   * line in some of these cases only.
   */
  readonly #settle = (): void => {
    if (!this.#pinned && this.#wasMoved()) this.#anchor = topRow(this.#box);
    this.#stay();
  };

  #stay(): void {
    if (this.#pinned) this.#box.scrollTop = this.#box.scrollHeight;
    else if (this.#anchor !== undefined) hold(this.#box, this.#anchor);
    this.#before = extentOf(this.#box);
  }

  /** Somebody scrolled, maybe before the browser tells so; or the row is gone. */
  #wasMoved(): boolean {
    if (this.#anchor === undefined || !this.#anchor.row.isConnected) return true;
    const now = extentOf(this.#box);
    const wasCutShort = now.top < this.#before.top && now.height < this.#before.height && distanceOf(now) < 1;
    return now.top !== this.#before.top && !wasCutShort && Math.abs(offBy(this.#box, this.#anchor)) > 1;
  }

  readonly #scrolled = (): void => {
    const before = this.#before;
    if (this.#pinned) this.#before = extentOf(this.#box);
    else this.#settle();
    this.#judge(before, this.#before);
    keepPlace(this.#place, this.#pinned ? undefined : this.#anchor);
  };

  #judge(before: Extent, now: Extent): void {
    const distance = distanceOf(now);
    // A box that shrank moved by itself; only a person goes up in one that did not.
    const wentUp = now.top < before.top - 1 && now.height >= before.height && now.room === before.room;
    if (distance < AT_END_PX || (distance < NEAR_END_PX && now.top > before.top)) return this.#pin(true);
    if (!wentUp || !this.#pinned) return;
    this.#anchor = topRow(this.#box);
    this.#pin(false);
  }

  #pin(pinned: boolean): void {
    this.#pinned = pinned;
    this.#tell(pinned);
  }
}

/** The row where reading goes on: the one that was on top when one left, else the line where the new begins. */
export function startRow(place: string): string {
  return placeOf(recall(place))?.row ?? 'new';
}

function extentOf({ scrollTop, scrollHeight, clientHeight }: HTMLElement): Extent {
  return { top: scrollTop, height: scrollHeight, room: clientHeight };
}

/** From the end. */
function distanceOf({ top, height, room }: Extent): number {
  return height - top - room;
}

/** How far the row is below its place. */
function offBy(box: HTMLElement, { row, above }: Anchor): number {
  return row.getBoundingClientRect().top + above - box.getBoundingClientRect().top;
}

/** Moves nothing that is in its place: a wheel or a finger may be scrolling right now. */
function hold(box: HTMLElement, anchor: Anchor): void {
  const off = offBy(box, anchor);
  if (Math.abs(off) > 1) box.scrollTop += off;
}

/** The first message in sight; the lines between messages do not count, since older messages of the same day are put below its line. */
function topRow(box: HTMLElement): Anchor | undefined {
  const { top } = box.getBoundingClientRect();
  for (const row of box.querySelectorAll<HTMLElement>('article[data-row]')) {
    const at = row.getBoundingClientRect();
    if (at.bottom > top) return { row, above: top - at.top };
  }
  return undefined;
}

/** Where reading goes on, if it is in the page. */
function startIn(box: HTMLElement, place: string): Anchor | undefined {
  const wanted = startRow(place);
  const row = [...box.querySelectorAll<HTMLElement>('[data-row]')].find((each) => each.dataset['row'] === wanted);
  return row && { row, above: placeOf(recall(place))?.above ?? -box.clientHeight / 4 };
}

/** No anchor: one is at the end, and comes back to it. */
function keepPlace(place: string, anchor: Anchor | undefined): void {
  keep(place, anchor === undefined ? '' : JSON.stringify({ row: anchor.row.dataset['row'], above: anchor.above }));
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
