import { Dialog } from 'radix-ui';
import Download from 'lucide-react/icons/download';
import X from 'lucide-react/icons/x';
import type { Attachment } from '../../../shared/schemas/conversation.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useReturnFocus } from '../../ui/return-focus.ts';
import { addressOf, fileSize } from './file-icon.tsx';
import css from './file-viewer.module.css';

/** A picture as large as the window allows; Esc, the button or a click beside it closes. */
export function FileViewer({ file, onClose }: { file: Attachment; onClose(): void }) {
  const { content, onOpenAutoFocus, onCloseAutoFocus } = useReturnFocus();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className={css.overlay} />
        <Dialog.Content
          ref={content}
          className={css.viewer}
          aria-describedby={undefined}
          onOpenAutoFocus={onOpenAutoFocus}
          onCloseAutoFocus={onCloseAutoFocus}
        >
          <header className={css.head}>
            <Dialog.Title className={css.title}>
              <bdi>{file.name}</bdi>
            </Dialog.Title>
            <span className={css.about}>
              {file.width} × {file.height} · {fileSize(file.size)}
            </span>
            <a className={css.save} href={addressOf(file)} download={file.name}>
              <Download size={16} /> Download
            </a>
            <Dialog.Close asChild>
              <IconButton label="Close" tipped={false}>
                <X size={18} />
              </IconButton>
            </Dialog.Close>
          </header>
          <img className={css.image} src={addressOf(file)} width={file.width} height={file.height} alt={file.name} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
