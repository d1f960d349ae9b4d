import { useCallback, useMemo, useRef, useState } from 'react';
import { shownOf } from '../../store/past.ts';
import type { Row } from '../../store/timeline.ts';
import { problemOf, type Problem } from '../app/problem.ts';
import { usePart, useRoom } from './room.ts';

/** What stands in the list: the rows, and above the first of them what there is to say about it. */
export type Listed =
  | Row
  | { kind: 'beginning'; key: 'beginning' }
  | { kind: 'trouble'; key: 'trouble' | 'trouble after'; problem: Problem };

export interface Older {
  listed: readonly Listed[];
  loading: boolean;
  /** Loads the page before, unless that is under way, failed, or there is none. */
  load(): void;
  /** After a failure. */
  again(): void;
}

/** Older messages, a page at a time. */
export function useOlder(rows: readonly Row[]): Older {
  const { deeds } = useRoom();
  const more = usePart((state) => shownOf(state).more);
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const busy = useRef(false);
  const again = useCallback(() => {
    if (busy.current) return;
    busy.current = true;
    setLoading(true);
    setProblem(undefined);
    void deeds
      .loadOlder()
      .catch((error: unknown) => setProblem(problemOf(error)))
      .finally(() => {
        busy.current = false;
        setLoading(false);
      });
  }, [deeds]);
  const load = useCallback(() => {
    if (more && problem === undefined) again();
  }, [more, problem, again]);
  const listed = useMemo(() => withTop(rows, more, problem), [rows, more, problem]);
  return { listed, loading, load, again };
}

/** A day that may have begun earlier has no line yet: the messages that come before go under the one it gets, and nothing on top would move. */
function withTop(rows: readonly Row[], more: boolean, problem: Problem | undefined): readonly Listed[] {
  const known = more && rows[0]?.kind === 'day' ? rows.slice(1) : rows;
  if (problem !== undefined) return [{ kind: 'trouble', key: 'trouble', problem }, ...known];
  return more ? known : [{ kind: 'beginning', key: 'beginning' }, ...known];
}
