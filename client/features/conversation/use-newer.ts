import { useCallback, useRef, useState } from 'react';
import { problemOf, type Problem } from '../app/problem.ts';
import { usePart, useRoom } from './room.ts';

export interface Newer {
  problem: Problem | undefined;
  /** Loads the page after a stretch of the past, unless that is under way or failed. */
  load(): void;
  /** After a failure. */
  again(): void;
}

/** What comes after a stretch of the past, a page at a time, until it reaches what is live. */
export function useNewer(): Newer {
  const { deeds } = useRoom();
  const apart = usePart((state) => state.past !== undefined);
  const [problem, setProblem] = useState<Problem>();
  const busy = useRef(false);
  const again = useCallback(() => {
    if (busy.current) return;
    busy.current = true;
    setProblem(undefined);
    void deeds
      .loadNewer()
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => {
        busy.current = false;
      });
  }, [deeds]);
  const load = useCallback(() => {
    if (apart && problem === undefined) again();
  }, [apart, problem, again]);
  return { problem, load, again };
}
