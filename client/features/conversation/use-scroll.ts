import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { ScrollKeeper } from './scroll-keeper.ts';

interface ScrollInput {
  scroller: RefObject<HTMLElement | null>;
  content: RefObject<HTMLElement | null>;
  /** Names what is read, for coming back to it. */
  place: string;
}

/** Whether the end is in sight and stays so while text comes, and the way there. */
export function useScroll({ scroller, content, place }: ScrollInput): { pinned: boolean; toEnd(): void } {
  const keeper = useRef<ScrollKeeper>(null);
  const [pinned, setPinned] = useState(true);
  useLayoutEffect(() => {
    if (scroller.current === null || content.current === null) return undefined;
    const own = new ScrollKeeper(scroller.current, content.current, place, setPinned);
    keeper.current = own;
    return () => own.stop();
  }, [scroller, content, place]);
  useLayoutEffect(() => keeper.current?.drawn());
  const toEnd = useCallback(() => keeper.current?.toEnd(), []);
  return { pinned, toEnd };
}
