import { useCallback, useRef, useState } from 'react';
import { problemOf, type Problem } from '../app/problem.ts';

export interface Pages {
  loading: boolean;
  problem: Problem | undefined;
  /** Loads a page, unless that is under way, failed, or there is none. */
  load(): void;
  /** After a failure. */
  again(): void;
}

/** Pages one after the other, asked for by the scroll: one at a time, and none after a failure until somebody wants it. `page` stays the same function. */
export function usePages(page: () => Promise<void>, more: boolean): Pages {
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const busy = useRef(false);
  const again = useCallback(() => {
    if (busy.current) return;
    busy.current = true;
    setLoading(true);
    setProblem(undefined);
    void page()
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => {
        busy.current = false;
        setLoading(false);
      });
  }, [page]);
  const load = useCallback(() => {
    if (more && problem === undefined) again();
  }, [more, problem, again]);
  return { loading, problem, load, again };
}
