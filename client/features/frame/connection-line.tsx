import { useEffect, useState } from 'react';
import { useConnection, useWorkspace } from '../app/workspace.ts';
import css from './connection-line.module.css';

const QUIET_MS = 2_000;
const OFFER_MS = 10_000;

/** Nothing for two seconds; then one thin line, past ten seconds with a way to hurry. It goes by itself. */
export function ConnectionLine() {
  const { parley } = useWorkspace();
  const connection = useConnection();
  const since = connection.state === 'connecting' ? connection.since : undefined;
  const late = useLateness(since);
  if (late < QUIET_MS) return null;
  return (
    <div className={css.line} role="status">
      Reconnecting…
      {late >= OFFER_MS && (
        <button type="button" className={css.now} onClick={() => parley.connection.retryNow()}>
          Try now
        </button>
      )}
    </div>
  );
}

/** How long it has lasted, told only at the two moments that matter. */
function useLateness(since: number | undefined): number {
  const [late, setLate] = useState<{ since: number; ms: number }>();
  useEffect(() => {
    if (since === undefined) return undefined;
    const timers = [QUIET_MS, OFFER_MS].map((ms) => setTimeout(() => setLate({ since, ms }), Math.max(0, since + ms - Date.now())));
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [since]);
  return late !== undefined && late.since === since ? late.ms : 0;
}
