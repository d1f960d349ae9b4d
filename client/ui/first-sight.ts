import { useLayoutEffect } from 'react';

let waiting = 0;

/** While anything waits, what the server drew of the page stays over it; then it goes, in the frame that shows what was waited for. */
export function useWaiting(): void {
  useLayoutEffect(() => {
    waiting += 1;
    return () => {
      waiting -= 1;
      queueMicrotask(() => {
        if (waiting === 0) document.querySelector('#sight')?.remove();
      });
    };
  }, []);
}
