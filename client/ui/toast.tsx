import { createContext, lazy, Suspense, useCallback, useContext, useEffect, useState, type ReactNode } from 'react';
import type { Said, Toasts as List } from './toasts.tsx';

type Say = (text: string, undo?: () => void) => void;

const SayContext = createContext<Say>(() => undefined);

/** Says in passing that something was done, with a way to undo it. Not for errors, and not for what heals by itself. */
export function useSay(): Say {
  return useContext(SayContext);
}

const AHEAD_MS = 10_000;
const AGAIN_MS = 2_000;

const Toasts = lazy(load);

export function ToastRoom({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<Said[]>([]);
  const [used, setUsed] = useState(false);
  const say = useCallback<Say>((text, undo) => {
    setUsed(true);
    setSaid((before) => [...before.slice(-2), { id: Date.now() + Math.random(), text, ...(undo === undefined ? {} : { undo }) }]);
  }, []);
  const forget = useCallback((id: number) => setSaid((before) => before.filter((each) => each.id !== id)), []);
  useEffect(() => {
    const timer = setTimeout(() => void load(), AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <>
      <SayContext value={say}>{children}</SayContext>
      <Suspense>{used && <Toasts said={said} onGone={forget} />}</Suspense>
    </>
  );
}

/** With the first word, or ahead of it: it is also said that something failed because the network is away. */
async function load(): Promise<{ default: typeof List }> {
  for (;;) {
    try {
      return { default: (await import('./toasts.tsx')).Toasts };
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
