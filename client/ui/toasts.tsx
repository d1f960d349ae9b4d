import { Toast } from 'radix-ui';
import css from './toast.module.css';

export interface Said {
  id: number;
  text: string;
  undo?: () => void;
}

/** What is being said right now, in a corner, for some seconds. */
export function Toasts({ said, onGone }: { said: readonly Said[]; onGone(id: number): void }) {
  return (
    <Toast.Provider duration={7_000} label="Notice">
      {said.map((each) => (
        <Toast.Root key={each.id} className={css.toast} onOpenChange={(open) => !open && onGone(each.id)}>
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
