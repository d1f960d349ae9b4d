import ArrowDown from 'lucide-react/icons/arrow-down';
import { useEffect, useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import type { MessageId } from '../../../shared/ids.ts';
import type { Row } from '../../store/timeline.ts';
import { useWorkspace } from '../app/workspace.ts';
import { Beginning } from './beginning.tsx';
import { usePart, useRoom } from './room.ts';
import { RowView } from './row-view.tsx';
import { startRow } from './scroll-keeper.ts';
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
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const sentinel = useRef<HTMLDivElement>(null);
  const place = `place.${id}`;
  const [start] = useState(() => startRow(place));
  const { shown, trouble, atBeginning, lighten } = useOlder(rows, start, sentinel);
  const { pinned, toEnd } = useScroll({ scroller, content, place });
  const fresh = useFresh(rows, pinned);
  const last = shown.findLast((row) => row.kind === 'message');
  useReadMark(parley, id, headSeq, pinned);
  useEffect(() => {
    if (sent > 0) toEnd();
  }, [sent, toEnd]);
  useEffect(() => {
    if (pinned) lighten();
  }, [pinned, lighten]);
  useLayoutEffect(() => restTabStop(scroller.current));
  return (
    <div className={css.room}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys move the focus between the messages in it */}
      <div
        ref={scroller}
        className={css.scroller}
        role="log"
        aria-live="off"
        aria-label={`Messages in ${title}`}
        onKeyDown={moveFocus}
        onFocus={moveTabStop}
      >
        <div ref={content} className={css.content}>
          <div ref={sentinel} className={css.sentinel} />
          {trouble ?? (atBeginning && <Beginning />)}
          {shown.map((row) => (
            <RowView key={row.key} row={row} last={row === last} editing={row.kind === 'message' && row.message.id === editing} />
          ))}
        </div>
      </div>
      {!pinned && (
        <button type="button" className={css.pill} onClick={toEnd} aria-label={fresh === 0 ? 'Go to the newest message' : undefined}>
          {fresh > 0 && `${fresh} new`} <ArrowDown size={15} />
        </button>
      )}
    </div>
  );
}

/** How many messages came since the end went out of sight. */
function useFresh(rows: readonly Row[], pinned: boolean): number {
  const messages = rows.filter((row) => row.kind === 'message');
  const last = messages.at(-1)?.key;
  const [left, setLeft] = useState({ pinned, last });
  if (left.pinned !== pinned) setLeft({ pinned, last });
  const at = messages.findIndex((row) => row.key === left.last);
  return pinned || at === -1 ? 0 : messages.length - 1 - at;
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
  setTabStop(event.currentTarget, event.target.closest('article'));
}

/** While nobody is in the list, Tab comes to the newest message. */
function restTabStop(list: HTMLElement | null): void {
  if (list === null || list.contains(document.activeElement)) return;
  setTabStop(list, [...list.querySelectorAll('article')].at(-1) ?? null);
}

function setTabStop(list: HTMLElement, article: HTMLElement | null): void {
  if (article === null || article.tabIndex === 0) return;
  for (const other of list.querySelectorAll<HTMLElement>('article[tabindex="0"]')) other.tabIndex = -1;
  article.tabIndex = 0;
}
