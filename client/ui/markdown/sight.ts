import { createContext, useContext, useEffect, useMemo } from 'react';

/** What scrolls around a text, for long ones: only what is near to be seen of them is drawn. Without it, all is. */
export interface Scroll {
  box: HTMLElement;
  /** Something over the line one reads became so many pixels higher. */
  shifted(by: number): void;
}

export const ScrollContext = createContext<Scroll | undefined>(undefined);

/** So far beyond the edges counts as near. */
const MARGIN = '1600px 0px';

/** Tells parts of one text whether they are near. */
export class Sight {
  /** Of what scrolls, in pixels. */
  readonly width: number;
  readonly #scroll: Scroll;
  readonly #told = new Map<Element, (near: boolean) => void>();
  readonly #observer: IntersectionObserver;

  constructor(scroll: Scroll) {
    this.width = scroll.box.clientWidth;
    this.#scroll = scroll;
    this.#observer = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) this.#told.get(target)?.(isIntersecting);
      },
      { root: scroll.box, rootMargin: MARGIN },
    );
  }

  watch(element: Element, tell: (near: boolean) => void): () => void {
    this.#told.set(element, tell);
    this.#observer.observe(element);
    return () => {
      this.#told.delete(element);
      this.#observer.unobserve(element);
    };
  }

  /** An element that had so much room is drawn now; what one reads below it stays where it was. */
  drawn(element: HTMLElement, room: number): void {
    const grown = element.offsetHeight - room;
    const wasAbove = element.getBoundingClientRect().bottom - grown <= this.#scroll.box.getBoundingClientRect().top;
    if (grown !== 0 && wasAbove) this.#scroll.shifted(grown);
  }

  stop(): void {
    this.#observer.disconnect();
  }
}

/** For a text that is `long`. */
export function useSight(long: boolean): Sight | undefined {
  const scroll = useContext(ScrollContext);
  const sight = useMemo(() => (long && scroll !== undefined ? new Sight(scroll) : undefined), [long, scroll]);
  useEffect(() => () => sight?.stop(), [sight]);
  return sight;
}
