import Share from 'lucide-react/icons/share-2';
import { lazy, Suspense, useState } from 'react';
import { IconButton } from '../../ui/icon-button.tsx';
import { useInboxConversation } from '../app/workspace.ts';
import { usePart, useRoom } from './room.ts';

const ShareDialog = lazy(async () => ({ default: (await import('./share-dialog.tsx')).ShareDialog }));

/** Opens who sees the conversation. A thread has no such thing of its own: it goes with its conversation. */
export function ShareMenu() {
  const { team, id } = useRoom();
  const opened = usePart((state) => state.conversation);
  // The inbox hears of shares, the conversation itself does not.
  const conversation = useInboxConversation(id) ?? opened;
  const [wanted, want] = useState(false);
  const [open, setOpen] = useState(false);
  if (conversation.threadOf !== undefined) return null;
  return (
    <>
      <IconButton
        label="Share"
        onClick={() => {
          want(true);
          setOpen(true);
        }}
      >
        <Share size={17} />
      </IconButton>
      {wanted && (
        <Suspense>
          <ShareDialog team={team} conversation={conversation} open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}
