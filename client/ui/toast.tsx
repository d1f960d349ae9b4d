import { Toast } from 'radix-ui';
import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import css from './toast.module.css';

interface Said {
  id: number;
  text: string;
  undo?: () => void;
}
type Say = (text: string, undo?: () => void) => void;

const SayContext = createContext<Say>(() => undefined);

/** Says in passing that something was done, with a way to undo it. Not for errors, and not for what heals by itself. */
export function useSay(): Say {
  return useContext(SayContext);
}

export function ToastRoom({ children }: { children: ReactNode }) {
  const [said, setSaid] = useState<Said[]>([]);
  const say = useCallback<Say>((text, undo) => {
    setSaid((before) => [...before.slice(-2), { id: Date.now() + Math.random(), text, ...(undo === undefined ? {} : { undo }) }]);
  }, []);
  const forget = useCallback((id: number) => setSaid((before) => before.filter((each) => each.id !== id)), []);
  const room = useMemo(() => <SayContext value={say}>{children}</SayContext>, [say, children]);
  return (
    <Toast.Provider duration={7_000} label="Notice">
      {room}
      {said.map((each) => (
        <Toast.Root key={each.id} className={css.toast} onOpenChange={(open) => !open && forget(each.id)}>
          <Toast.Description>{each.text}</Toast.Description>
          {each.undo !== undefined && (
            <Toast.Action asChild altText="Undo" onClick={each.undo}>
              <button type="button" className={css.undo}>
                Undo
              </button>
            </Toast.Action>
          )}
        </Toast.Root>
      ))}
      <Toast.Viewport className={css.viewport} />
    </Toast.Provider>
  );
}
