import ArrowDown from 'lucide-react/icons/arrow-down';
import { useEffect, useRef, useState, type KeyboardEvent, type FocusEvent } from 'react';
import type { MessageId } from '../../../shared/ids.ts';
import type { Row } from '../../store/timeline.ts';
import { useWorkspace } from '../app/workspace.ts';
import { Beginning } from './beginning.tsx';
import { usePart, useRoom } from './room.ts';
import { RowView } from './row-view.tsx';
import { useOlder } from './use-older.tsx';
import { useReadMark } from './use-read-mark.ts';
import { useScroll } from './use-scroll.ts';
import css from './message-list.module.css';

interface MessageListProps {
  rows: readonly Row[];
  editing: MessageId | undefined;
  /** Grows whenever a message is sent from here: that brings the end into sight. */
  sent: number;
}

/** The messages, newest last. */
export function MessageList({ rows, editing, sent }: MessageListProps) {
  const { parley } = useWorkspace();
  const { id } = useRoom();
  const title = usePart((state) => state.conversation.title);
  const headSeq = usePart((state) => state.headSeq);
  const older = useOlder(rows);
  const scroll = useScroll(`place.${id}`, older.shown[0]?.key);
  const fresh = useFresh(rows, scroll.pinned);
  useReadMark(parley, id, headSeq, scroll.pinned);
  const { toEnd } = scroll;
  useEffect(() => {
    if (sent > 0) toEnd();
  }, [sent, toEnd]);
  const { lighten } = older;
  useEffect(() => {
    if (scroll.pinned) lighten();
  }, [scroll.pinned, lighten]);
  return (
    <div className={css.room}>
      <div
        ref={scroll.scroller}
        className={css.scroller}
        role="log"
        aria-live="off"
        aria-label={`Messages in ${title}`}
        onScroll={scroll.onScroll}
        onKeyDown={moveFocus}
        onFocus={moveTabStop}
      >
        <div ref={scroll.content} className={css.content}>
          <div ref={older.sentinel} className={css.sentinel} />
          {older.trouble ?? (older.atBeginning && <Beginning />)}
          {older.shown.map((row) => (
            <RowView key={row.key} row={row} editing={row.kind === 'message' && row.message.id === editing} />
          ))}
        </div>
      </div>
      {!scroll.pinned && (
        <button type="button" className={css.pill} onClick={toEnd} aria-label={fresh === 0 ? 'Go to the newest message' : undefined}>
          {fresh > 0 && `${fresh} new`} <ArrowDown size={15} />
        </button>
      )}
    </div>
  );
}

/** How many rows came since the end went out of sight. */
function useFresh(rows: readonly Row[], pinned: boolean): number {
  const count = rows.filter((row) => row.kind === 'message').length;
  const [seen, setSeen] = useState<string>();
  const last = useRef<string>(undefined);
  last.current = rows.findLast((row) => row.kind === 'message')?.key;
  useEffect(() => setSeen(pinned ? undefined : last.current), [pinned]);
  if (pinned || seen === undefined || count === 0) return 0;
  const at = rows.findLastIndex((row) => row.key === seen);
  return at === -1 ? 0 : rows.slice(at + 1).filter((row) => row.kind === 'message').length;
}

/** Arrow keys go from message to message, so that Tab has one stop here and not hundreds. */
function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const from = event.target;
  if (!(from instanceof HTMLElement) || from.tagName !== 'ARTICLE') return;
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('article')];
  const at = all.indexOf(from);
  const to = { ArrowUp: all[at - 1], ArrowDown: all[at + 1], Home: all[0], End: all.at(-1) }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  to.focus();
  to.scrollIntoView({ block: 'nearest' });
}

/** The message that has the focus is the one that Tab comes back to. */
function moveTabStop(event: FocusEvent<HTMLDivElement>): void {
  const article = event.target.closest('article');
  if (article === null) return;
  for (const other of event.currentTarget.querySelectorAll<HTMLElement>('article[tabindex="0"]')) other.tabIndex = -1;
  article.tabIndex = 0;
}
