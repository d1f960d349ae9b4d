import type { Virtualizer } from '@tanstack/react-virtual';
import { keep, recall } from '../app/session-storage.ts';

const AT_END_PX = 4;
const NEAR_END_PX = 24;
const KEEP_MS = 250;

type List = Virtualizer<HTMLDivElement, HTMLDivElement>;

/** A row, and how many pixels of it are above the upper edge; negative: it begins so far below the edge. */
export interface Place {
  row: string;
  above: number;
}

/** In pixels. */
interface Extent {
  top: number;
  height: number;
  room: number;
}

/**
 * Decides what the list holds on to: its end only if one was there, else the line one reads. Keeps the place in this tab, for a reload or a way
 * back. How rows that grow, come or go leave that line where it is, is the business of the list.
 */
export class ScrollKeeper {
  readonly #name: string;
  readonly #tell: (pinned: boolean) => void;
  #pinned = true;
  #apart = false;
  #place: Place | undefined;
  /** Where one was brought to last; the list needs some frames for that, in which the place is not there yet. */
  #goal: Place;
  /** The row the list was sent to. It goes there by its number, which a page that comes before it changes. */
  #aim: { row: string; index: number; count: number; reached: boolean } | undefined;
  #list: List | undefined;
  #box: HTMLElement | undefined;
  #keeping: ReturnType<typeof setTimeout> | undefined;
  /** As it was after the last drawing or move. */
  #before: Extent = { top: 0, height: 0, room: 0 };

  /** `name` of what is read; `tell` hears whether the end is in sight and stays so while text comes. */
  constructor(name: string, tell: (pinned: boolean) => void) {
    this.#name = name;
    this.#tell = tell;
    this.#place = placeOf(recall(name));
    this.#goal = this.start;
  }

  /** The row one left at, away from the end. */
  get left(): string | undefined {
    return this.#place?.row;
  }

  /** Where reading goes on: what was on top when one left, else the line where the new begins. */
  get start(): Place {
    return this.#place ?? { row: 'new', above: -window.innerHeight / 5 };
  }

  /** For the list: how far from the end counts as being there. */
  get threshold(): number {
    return this.#pinned ? Number.POSITIVE_INFINITY : -1;
  }

  /** For the list: how far below the upper edge a row is put that is gone to. */
  get lead(): number {
    return -this.#goal.above;
  }

  /** The list is in the page; `start` is the number of the row to begin at. Gives back what ends it. */
  attach(list: List, box: HTMLElement, start: number): () => void {
    this.#list = list;
    this.#box = box;
    this.#pin(start === -1 || this.#isNearEnd(list, start));
    if (this.#pinned) list.scrollToEnd();
    else this.#aimAt(list, Math.max(0, start));
    this.#before = extentOf(box);
    // Before the list hears of it: its answer to a move changes heights.
    box.addEventListener('scroll', this.#scrolled, { passive: true, capture: true });
    const sizes = new ResizeObserver(this.#resized(box));
    sizes.observe(box);
    addEventListener('pagehide', this.#keep);
    return () => {
      this.#keep();
      removeEventListener('pagehide', this.#keep);
      sizes.disconnect();
      box.removeEventListener('scroll', this.#scrolled, { capture: true });
    };
  }

  /** The end of the list is not the end of the conversation: then nothing holds on to it. */
  setApart(apart: boolean): void {
    this.#apart = apart;
    if (apart) this.#pin(false);
  }

  /** The place is gone: the next list begins where the new does. */
  forget(): void {
    this.#place = undefined;
    this.#goal = this.start;
  }

  /** Rows were drawn. The list knows its own extent: to ask the page would lay it out once more. */
  drawn(): void {
    const list = this.#list;
    if (list === undefined) return;
    this.#keepAim(list);
    this.#before = { top: list.scrollOffset ?? 0, height: list.getTotalSize(), room: list.scrollRect?.height ?? 0 };
  }

  /** A row that is partly in sight became so many pixels higher above what is: the list cannot know where it grew. */
  shifted(by: number): void {
    if (!this.#pinned && this.#box !== undefined) this.#box.scrollTop += by;
  }

  toEnd(): void {
    // The row one was brought to before may be in this list as well, and would be gone to again with the next page.
    this.#aim = undefined;
    this.#pin(true);
    this.#list?.scrollToEnd();
  }

  #go(index: number, place: Place): void {
    if (this.#list === undefined) return;
    this.#pin(false);
    this.#goal = place;
    this.#list.options.scrollPaddingStart = this.lead;
    this.#aimAt(this.#list, index);
  }

  #aimAt(list: List, index: number): void {
    const { count, getItemKey } = list.options;
    this.#aim = { row: String(getItemKey(index)), index, count, reached: false };
    list.scrollToIndex(index, { align: 'start' });
  }

  /** Rows came before the one the list was sent to. */
  #keepAim(list: List): void {
    const { count, getItemKey } = list.options;
    const aim = this.#aim;
    if (aim === undefined || aim.count === count) return;
    aim.count = count;
    for (let index = 0; index < count; index += 1) {
      if (getItemKey(index) !== aim.row) continue;
      if (index !== aim.index) this.#aimAt(list, index);
      return;
    }
  }

  /** One went on from where one was brought to. */
  #loseAim(top: number): void {
    const aim = this.#aim;
    const row = aim && this.#list?.getVirtualItems().find(({ key }) => key === aim.row);
    const there = row !== undefined && Math.abs(row.start + this.#goal.above - top) < AT_END_PX;
    if (aim === undefined || (!there && !aim.reached)) return;
    if (there) aim.reached = true;
    else this.#aim = undefined;
  }

  /** All rows between this one and an end that is near are drawn and measured, so this is exact when it matters. */
  #isNearEnd(list: List, start: number): boolean {
    const row = list.getVirtualItems().find(({ index }) => index === start);
    const room = list.scrollElement?.clientHeight ?? 0;
    return row !== undefined && list.getTotalSize() - (row.start + this.start.above) - room <= NEAR_END_PX;
  }

  readonly #scrolled = ({ target }: Event): void => {
    if (this.#box === undefined || target !== this.#box) return;
    const now = extentOf(this.#box);
    this.#loseAim(now.top);
    this.#judge(this.#before, now);
    this.#before = now;
    this.#place = this.#pinned ? undefined : this.#topRow(now.top);
    this.#keeping ??= setTimeout(this.#keep, KEEP_MS);
  };

  /** Later, since rows that came into sight were measured meanwhile, and writing to the storage of the tab takes as long as drawing does. */
  readonly #keep = (): void => {
    if (this.#keeping === undefined) return;
    clearTimeout(this.#keeping);
    this.#keeping = undefined;
    if (!this.#pinned) this.#place = this.#topRow(this.#list?.scrollOffset ?? 0);
    keep(this.#name, this.#place === undefined ? '' : JSON.stringify(this.#place));
  };

  /** A composer that grows, a window that narrows: the end stays in sight, or else the line one reads. */
  #resized(box: HTMLElement): ResizeObserverCallback {
    let before = { width: box.clientWidth, room: box.clientHeight };
    return () => {
      const now = { width: box.clientWidth, room: box.clientHeight };
      if (this.#pinned) this.#list?.scrollToEnd();
      else if (now.width !== before.width && this.#place !== undefined) this.#hold(this.#place);
      // A composer that shrank brought the end into sight, without a scroll that would tell.
      else if (now.room > before.room && distanceOf(extentOf(box)) < AT_END_PX) this.#pin(true);
      before = now;
    };
  }

  #hold(place: Place): void {
    const index = this.#list?.getVirtualItems().find(({ key }) => key === place.row)?.index;
    if (index !== undefined) this.#go(index, place);
  }

  #judge(before: Extent, now: Extent): void {
    const distance = distanceOf(now);
    // A box that shrank moved by itself; only a person goes up in one that did not.
    const wentUp = now.top < before.top - 1 && now.height >= before.height && now.room === before.room;
    if (distance < AT_END_PX || (distance < NEAR_END_PX && now.top > before.top)) this.#pin(true);
    else if (wentUp && this.#pinned) this.#pin(false);
  }

  #pin(pinned: boolean): void {
    this.#pinned = pinned && !this.#apart;
    if (this.#list !== undefined) this.#list.options.scrollEndThreshold = this.threshold;
    this.#tell(this.#pinned);
  }

  #topRow(top: number): Place | undefined {
    const row = this.#list?.getVirtualItemForOffset(top);
    return row && { row: String(row.key), above: top - row.start };
  }
}

function extentOf({ scrollTop, scrollHeight, clientHeight }: HTMLElement): Extent {
  return { top: scrollTop, height: scrollHeight, room: clientHeight };
}

/** From the end. */
function distanceOf({ top, height, room }: Extent): number {
  return height - top - room;
}

function placeOf(kept: string | undefined): Place | undefined {
  try {
    const place: unknown = JSON.parse(kept ?? 'null');
    if (typeof place !== 'object' || place === null || !('row' in place) || !('above' in place)) return undefined;
    const { row, above } = place;
    return typeof row === 'string' && typeof above === 'number' ? { row, above } : undefined;
  } catch {
    return undefined;
  }
}
