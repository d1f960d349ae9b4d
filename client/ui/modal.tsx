import { Dialog } from 'radix-ui';
import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';
import { useReturnFocus } from './return-focus.ts';
import css from './modal.module.css';

interface ModalProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  /** One sentence under the title. */
  about?: string;
  wide?: boolean;
  children: ReactNode;
}

/** A dialog over the page: holds the focus, closes with Esc, gives the focus back. */
export function Modal({ open, onOpenChange, title, about, wide = false, children }: ModalProps) {
  const { content, onOpenAutoFocus, onCloseAutoFocus } = useReturnFocus();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={css.overlay} />
        <Dialog.Content
          ref={content}
          onOpenAutoFocus={onOpenAutoFocus}
          onCloseAutoFocus={onCloseAutoFocus}
          className={wide ? `${css.modal} ${css.wide}` : css.modal}
          {...(about === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className={css.head}>
            <Dialog.Title className={css.title}>{title}</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton label="Close" size="small" tipped={false}>
                <X size={16} />
              </IconButton>
            </Dialog.Close>
          </header>
          {about !== undefined && <Dialog.Description className={css.about}>{about}</Dialog.Description>}
          {children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
