import { AlertDialog } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { useReturnFocus } from './return-focus.ts';
import css from './modal.module.css';
import own from './question.module.css';

interface QuestionProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  /** What will happen, in one or two sentences. */
  children: ReactNode;
  /** The word on the button that does it. */
  act: string;
  /** Does it; a rejection leaves the question open. */
  onAct(): Promise<void>;
}

/** Asked before what cannot be undone. The focus stands on the way back. */
export function Question({ open, onOpenChange, title, children, act, onAct }: QuestionProps) {
  const [busy, setBusy] = useState(false);
  const { content, onOpenAutoFocus, onCloseAutoFocus } = useReturnFocus();
  const go = () => {
    setBusy(true);
    void onAct()
      .then(
        () => onOpenChange(false),
        () => undefined,
      )
      .finally(() => setBusy(false));
  };
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={css.overlay} />
        <AlertDialog.Content ref={content} className={css.modal} onOpenAutoFocus={onOpenAutoFocus} onCloseAutoFocus={onCloseAutoFocus}>
          <AlertDialog.Title className={css.title}>{title}</AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className={css.about}>{children}</div>
          </AlertDialog.Description>
          <div className={own.actions}>
            <AlertDialog.Cancel asChild>
              <Button>Cancel</Button>
            </AlertDialog.Cancel>
            <Button kind="danger" busy={busy} onClick={go}>
              {act}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
