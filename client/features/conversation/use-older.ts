import { useMemo } from 'react';
import { shownOf } from '../../store/past.ts';
import type { Row } from '../../store/timeline.ts';
import type { Problem } from '../app/problem.ts';
import { usePart, useRoom } from './room.ts';
import { usePages, type Pages } from './use-pages.ts';

/** What stands in the list: the rows, and above the first of them what there is to say about it. */
export type Listed =
  | Row
  | { kind: 'beginning'; key: 'beginning' }
  | { kind: 'trouble'; key: 'trouble' | 'trouble after'; problem: Problem };

export interface Older extends Pages {
  listed: readonly Listed[];
}

/** Older messages, a page at a time. */
export function useOlder(rows: readonly Row[]): Older {
  const { deeds } = useRoom();
  const more = usePart((state) => shownOf(state).more);
  const pages = usePages(deeds.loadOlder, more);
  const listed = useMemo(() => withTop(rows, more, pages.problem), [rows, more, pages.problem]);
  return { ...pages, listed };
}

/** A day that may have begun earlier has no line yet: the messages that come before go under the one it gets, and nothing on top would move. */
function withTop(rows: readonly Row[], more: boolean, problem: Problem | undefined): readonly Listed[] {
  const known = more && rows[0]?.kind === 'day' ? rows.slice(1) : rows;
  if (problem !== undefined) return [{ kind: 'trouble', key: 'trouble', problem }, ...known];
  return more ? known : [{ kind: 'beginning', key: 'beginning' }, ...known];
}
