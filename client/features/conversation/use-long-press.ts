import { useEffect, useRef, type PointerEvent, type SyntheticEvent, type TouchEvent } from 'react';

const PRESS_MS = 450;
const SLIP_PX = 10;

interface LongPress {
  onPointerDown(event: PointerEvent): void;
  onPointerMove(event: PointerEvent): void;
  onPointerUp(): void;
  onPointerCancel(): void;
  onTouchEnd(event: TouchEvent): void;
  onContextMenu(event: SyntheticEvent): void;
}

/** A finger that stays. Not on what has a press of its own, and not with a mouse. */
export function useLongPress(act: () => void): LongPress {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const from = useRef({ x: 0, y: 0 });
  const pressing = useRef(false);
  const acted = useRef(false);
  const stop = () => {
    clearTimeout(timer.current);
    pressing.current = false;
  };
  useEffect(() => stop, []);
  return {
    onPointerDown({ pointerType, target, clientX, clientY }) {
      stop();
      acted.current = false;
      if (pointerType !== 'touch' || !(target instanceof Element) || target.closest('a, button, input, textarea') !== null) return;
      from.current = { x: clientX, y: clientY };
      pressing.current = true;
      timer.current = setTimeout(() => {
        acted.current = true;
        act();
      }, PRESS_MS);
    },
    onPointerMove({ clientX, clientY }) {
      if (Math.hypot(clientX - from.current.x, clientY - from.current.y) > SLIP_PX) stop();
    },
    onPointerUp: stop,
    onPointerCancel: stop,
    // The finger goes up from what opened under it: that is no tap on it.
    onTouchEnd: (event) => acted.current && event.preventDefault(),
    // The browser's own menu would come a moment later and lie over it.
    onContextMenu: (event) => pressing.current && event.preventDefault(),
  };
}
