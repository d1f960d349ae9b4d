import { useCallback, useEffect, useEffectEvent, useState, type ReactNode, type RefObject } from 'react';
import type { Row } from '../../store/timeline.ts';
import { problemOf, type Problem } from '../app/problem.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { usePart, useRoom } from './room.ts';

/** So many rows are in the page at first; more come as one scrolls up to them. */
const FIRST = 30;
const STEP = 50;
const HEAVY = 400;
const MARGIN = '1200px 0px 0px';

interface Older {
  shown: readonly Row[];
  /** Everything is in the page, from the first message on. */
  atBeginning: boolean;
  trouble: ReactNode;
  /** Back at the end: what is far above leaves the page again. */
  lighten(): void;
}

/** What is above: drawn, then loaded, whenever the top comes near. `start`: the row that has to be there at first. */
export function useOlder(rows: readonly Row[], start: string, sentinel: RefObject<HTMLElement | null>): Older {
  const { deeds } = useRoom();
  const more = usePart((state) => state.more);
  const [limit, setLimit] = useState(() => limitFor(rows, start));
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const shown = rows.length > limit ? rows.slice(-limit) : rows;
  const drawMore = shown.length < rows.length;

  const load = () => {
    setLoading(true);
    setProblem(undefined);
    void deeds
      .loadOlder()
      .then(
        () => setLimit((before) => before + STEP),
        (error: unknown) => setProblem(problemOf(error)),
      )
      .finally(() => setLoading(false));
  };
  const onNear = useEffectEvent(() => {
    if (drawMore) setLimit(limit + STEP);
    else if (more && !loading && problem === undefined) load();
  });
  useEffect(() => {
    const top = sentinel.current;
    if (top === null) return undefined;
    const observer = new IntersectionObserver((entries) => entries.at(-1)?.isIntersecting && onNear(), {
      root: top.closest('[role="log"]'),
      rootMargin: MARGIN,
    });
    observer.observe(top);
    return () => observer.disconnect();
    // A new observer looks again at once: the top may still be near after rows were added.
  }, [sentinel, shown.length, loading]);

  const lighten = useCallback(() => setLimit((before) => (before > HEAVY ? FIRST : before)), []);
  return { shown, atBeginning: !more && !drawMore, trouble: problem && <ProblemNotice problem={problem} onRetry={load} />, lighten };
}

function limitFor(rows: readonly Row[], start: string): number {
  const at = rows.findIndex((row) => row.key === start);
  return at === -1 ? FIRST : Math.max(FIRST, rows.length - at + STEP / 5);
}
