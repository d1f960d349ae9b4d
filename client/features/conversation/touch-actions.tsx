import Ellipsis from 'lucide-react/icons/ellipsis';
import { lazy, Suspense } from 'react';
import type { Message } from '../../../shared/schemas/conversation.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { useOnceOpen } from '../../ui/use-once-open.ts';
import css from './row.module.css';

const MessageSheet = lazy(async () => ({ default: (await import('./message-sheet.tsx')).MessageSheet }));

/** Where nothing hovers: one button that comes with the focus, which a tap gives, and the sheet that it opens. */
export function TouchActions({ message, open, onOpenChange }: { message: Message; open: boolean; onOpenChange(open: boolean): void }) {
  const used = useOnceOpen(open);
  return (
    <>
      <div className={css.actions}>
        <IconButton size="small" label="More about this message" tipped={false} onClick={() => onOpenChange(true)}>
          <Ellipsis size={18} />
        </IconButton>
      </div>
      {used && (
        <Suspense>
          <MessageSheet message={message} open={open} onOpenChange={onOpenChange} />
        </Suspense>
      )}
    </>
  );
}
