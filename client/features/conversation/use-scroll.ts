import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { keep, recall } from '../app/session-storage.ts';

const NEAR_END_PX = 24;
/** Browsers that hold the line one reads in place by themselves when something above it changes. */
const ANCHORS = typeof CSS !== 'undefined' && CSS.supports('overflow-anchor', 'auto');

export interface Scroll {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** Whether the end is in sight and stays so while text comes. */
  pinned: boolean;
  onScroll(): void;
  toEnd(): void;
}

/**
 * Stays at the end only if it was there; reading further up never moves. `firstKey` names the topmost row: when it changes, something was put
 * above, and the line one reads is held in place.
 */
export function useScroll(place: string, firstKey: string | undefined): Scroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const pin = useRef(true);
  const [pinned, setPinned] = useState(true);
  const before = useRef({ top: 0, height: 0, room: 0 });

  const remember = useCallback(() => {
    const box = scroller.current;
    if (box !== null) before.current = { top: box.scrollTop, height: box.scrollHeight, room: box.clientHeight };
  }, []);
  const stick = useCallback(() => {
    const box = scroller.current;
    if (box !== null && pin.current) box.scrollTop = box.scrollHeight;
    remember();
  }, [remember]);
  const setPin = useCallback((value: boolean) => {
    pin.current = value;
    setPinned(value);
  }, []);

  const onScroll = useCallback(() => {
    const box = scroller.current;
    if (box === null) return;
    const distance = box.scrollHeight - box.scrollTop - box.clientHeight;
    const { top, height, room } = before.current;
    const isOwnMove = box.scrollTop < top - 1 && box.scrollHeight >= height && box.clientHeight === room;
    if (distance < 4) setPin(true);
    else if (isOwnMove) setPin(false);
    else if (distance < NEAR_END_PX && box.scrollTop > top) setPin(true);
    remember();
    keepPlace(place, box, pin.current);
  }, [place, remember, setPin]);

  const toEnd = useCallback(() => {
    setPin(true);
    stick();
  }, [setPin, stick]);

  useHeldLine(scroller, firstKey, pin, before);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box !== null) setPin(!restorePlace(place, box));
  }, [place, setPin]);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(stick);
    for (const element of [scroller.current, content.current]) if (element !== null) observer.observe(element);
    return () => observer.disconnect();
  }, [stick]);
  useLayoutEffect(stick);
  return { scroller, content, pinned, onScroll, toEnd };
}

/** Rows were put above: where the browser does not hold the line by itself (or cannot, at the very top), it is moved back under the eye. */
function useHeldLine(
  scroller: RefObject<HTMLDivElement | null>,
  firstKey: string | undefined,
  pin: RefObject<boolean>,
  before: RefObject<{ top: number; height: number }>,
): void {
  const first = useRef(firstKey);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null || first.current === firstKey) return;
    first.current = firstKey;
    if (pin.current || (ANCHORS && before.current.top > 0)) return;
    box.scrollTop = before.current.top + box.scrollHeight - before.current.height;
  }, [scroller, firstKey, pin, before]);
}

/** The topmost row in sight and how far it is scrolled out, for a reload or a way back. */
function keepPlace(place: string, box: HTMLElement, atEnd: boolean): void {
  if (atEnd) return keep(place, '');
  const top = box.getBoundingClientRect().top;
  const rows = box.querySelectorAll<HTMLElement>('[data-row]');
  for (const row of rows) {
    const { bottom, top: rowTop } = row.getBoundingClientRect();
    if (bottom <= top) continue;
    return keep(place, JSON.stringify({ row: row.dataset['row'], above: top - rowTop }));
  }
}

/** Whether there was a place to go back to. Where something is new, that is the place. */
function restorePlace(place: string, box: HTMLElement): boolean {
  const kept = placeOf(recall(place));
  const row = kept && [...box.querySelectorAll<HTMLElement>('[data-row]')].find((each) => each.dataset['row'] === kept.row);
  const fresh = box.querySelector<HTMLElement>('[data-new]');
  const target = row ?? fresh;
  if (!target) return false;
  const offset = row ? (kept?.above ?? 0) : -box.clientHeight / 4;
  box.scrollTop = target.offsetTop + offset;
  return box.scrollHeight - box.scrollTop - box.clientHeight > NEAR_END_PX;
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
