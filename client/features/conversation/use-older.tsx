import { useCallback, useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import type { Row } from '../../store/timeline.ts';
import { problemOf, type Problem } from '../app/problem.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { usePart, useRoom } from './room.ts';

/** So many rows are in the page at first; more come as one scrolls up to them. */
const FIRST = 30;
const STEP = 50;
const HEAVY = 400;

interface Older {
  shown: readonly Row[];
  sentinel: RefObject<HTMLDivElement | null>;
  /** Everything is in the page, from the first message on. */
  atBeginning: boolean;
  trouble: ReactNode;
  /** Back at the end: what is far above leaves the page again. */
  lighten(): void;
}

/** What is above: drawn, then loaded, whenever the top comes near. */
export function useOlder(rows: readonly Row[]): Older {
  const { deeds } = useRoom();
  const more = usePart((state) => state.more);
  const [limit, setLimit] = useState(FIRST);
  const [problem, setProblem] = useState<Problem>();
  const sentinel = useRef<HTMLDivElement>(null);
  const loading = useRef(false);
  const shown = rows.length > limit ? rows.slice(-limit) : rows;
  const drawMore = shown.length < rows.length;

  const reach = useRef<() => void>(() => undefined);
  reach.current = () => {
    if (drawMore) return setLimit(limit + STEP);
    if (!more || loading.current || problem !== undefined) return;
    loading.current = true;
    void deeds
      .loadOlder()
      .then(
        () => setLimit((before) => before + STEP),
        (error: unknown) => setProblem(problemOf(error)),
      )
      .finally(() => {
        loading.current = false;
      });
  };
  useEffect(() => {
    const top = sentinel.current;
    if (top === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && reach.current(), {
      root: top.closest('[role="log"]'),
      rootMargin: '1200px 0px 0px',
    });
    observer.observe(top);
    return () => observer.disconnect();
    // A new observer looks again at once: the top may still be near after rows were added.
  }, [shown.length]);

  const trouble = problem && <ProblemNotice problem={problem} onRetry={() => (setProblem(undefined), reach.current())} />;
  const lighten = useCallback(() => setLimit((before) => (before > HEAVY ? FIRST : before)), []);
  return { shown, sentinel, atBeginning: !more && !drawMore, trouble, lighten };
}
