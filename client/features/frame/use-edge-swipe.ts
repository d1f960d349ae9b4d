import { useEffect } from 'react';

const EDGE_PX = 24;
const PULL_PX = 48;

/** A pull from the left edge opens what waits there. */
export function useEdgeSwipe(on: boolean, open: () => void): void {
  useEffect(() => {
    if (!on) return undefined;
    let from: Touch | undefined;
    const start = (event: TouchEvent) => {
      const touch = event.touches[0];
      from = event.touches.length === 1 && touch !== undefined && touch.clientX < EDGE_PX ? touch : undefined;
    };
    const end = (event: TouchEvent) => {
      const touch = event.changedTouches[0];
      if (from === undefined || touch === undefined) return;
      const across = touch.clientX - from.clientX;
      if (across > PULL_PX && across > 2 * Math.abs(touch.clientY - from.clientY)) open();
      from = undefined;
    };
    document.addEventListener('touchstart', start, { passive: true });
    document.addEventListener('touchend', end, { passive: true });
    return () => {
      document.removeEventListener('touchstart', start);
      document.removeEventListener('touchend', end);
    };
  }, [on, open]);
}
