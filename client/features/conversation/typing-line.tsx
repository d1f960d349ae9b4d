import { useEffect, useMemo, useState } from 'react';
import { listed } from '../app/names.ts';
import { useWorkspace } from '../app/workspace.ts';
import { usePart } from './room.ts';
import css from './typing-line.module.css';

/** Who types now, up to three by name. Keeps its height, so that nothing jumps. */
export function TypingLine() {
  const { me } = useWorkspace();
  const typing = usePart((state) => state.typing);
  const now = useNextEnd(typing);
  const names = useMemo(
    () => typing.filter(({ person, until }) => person.userId !== me.id && until > now).map(({ person }) => person.name),
    [typing, now, me.id],
  );
  return (
    <div className={css.line} aria-live="off">
      {says(names)}
    </div>
  );
}

/** The time, moved on whenever somebody stops typing. */
function useNextEnd(typing: readonly { until: number }[]): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    const current = Date.now();
    const next = Math.min(...typing.map(({ until }) => until).filter((until) => until > current));
    if (!Number.isFinite(next)) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), next - current + 1);
    return () => clearTimeout(timer);
  }, [typing, now]);
  return now;
}

function says(names: string[]): string {
  return names.length === 0 ? '' : `${listed(names)} ${names.length === 1 ? 'is' : 'are'} typing…`;
}
