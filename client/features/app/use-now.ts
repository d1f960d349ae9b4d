import { useEffect, useState } from 'react';

/** The time in milliseconds, moving on once a second while `running`; then it stands. */
export function useNow(running: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!running) return undefined;
    const tick = () => setNow(Date.now());
    const timer = setInterval(tick, 1_000);
    return () => {
      clearInterval(timer);
      tick();
    };
  }, [running]);
  return now;
}
