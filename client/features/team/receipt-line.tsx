import X from 'lucide-react/icons/x';
import type { Receipt } from '../../../shared/schemas/identity.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Notice } from '../../ui/notice.tsx';

/** What ended with a change of somebody's access; stays until it is closed. */
export function ReceiptLine({ what, receipt, onClose }: { what: string; receipt: Receipt; onClose(): void }) {
  return (
    <div role="status">
      <Notice
        action={
          <IconButton label="Close the receipt" size="small" onClick={onClose}>
            <X size={16} />
          </IconButton>
        }
      >
        {[what, `${receipt.ms} ms`, ...counts(receipt)].join(' · ')}
      </Notice>
    </div>
  );
}

function counts({ sessions, connections, generations, keys }: Receipt): string[] {
  return [
    counted(sessions, 'session', 'sessions'),
    counted(connections, 'connection', 'connections'),
    ...(generations > 0 ? [counted(generations, 'reply', 'replies')] : []),
    ...(keys > 0 ? [counted(keys, 'key', 'keys')] : []),
  ];
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
