import ArrowUp from 'lucide-react/icons/arrow-up';
import X from 'lucide-react/icons/x';
import { IconButton } from '../../ui/icon-button.tsx';
import { atTime, count, dayOf, inFull, onDay } from '../app/times.ts';
import type { Unseen } from './use-rows.ts';
import css from './message-list.module.css';

interface UnseenPillProps {
  unseen: Unseen;
  onGo(): void;
  onDismiss(): void;
}

/** What was unread when one came begins far above: the way there. */
export function UnseenPill({ unseen: { count: messages, since }, onGo, onDismiss }: UnseenPillProps) {
  return (
    <div className={css.unseen}>
      <button type="button" onClick={onGo} title={since === undefined ? undefined : inFull(since)}>
        <ArrowUp size={15} />
        {count(messages)} new messages{since !== undefined && ` since ${moment(since)}`}
      </button>
      <IconButton label="Hide" size="small" tipped={false} onClick={onDismiss}>
        <X size={14} />
      </IconButton>
    </div>
  );
}

/** The time alone for today. */
function moment(iso: string): string {
  return dayOf(iso) === dayOf(new Date().toISOString()) ? atTime(iso) : onDay(iso);
}
