import ArrowDown from 'lucide-react/icons/arrow-down';
import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import type { MessageId } from '../../../shared/ids.ts';
import type { Row } from '../../store/timeline.ts';
import { Late } from '../../ui/late.tsx';
import { ScrollContext } from '../../ui/markdown/sight.ts';
import { useWorkspace } from '../app/workspace.ts';
import { moveFocus, moveTabStop, restTabStop } from './list-keys.ts';
import { usePart, useRoom } from './room.ts';
import { RowsList } from './rows-list.tsx';
import { ScrollKeeper } from './scroll-keeper.ts';
import { useOlder, type Older } from './use-older.ts';
import { useReadMark } from './use-read-mark.ts';
import css from './message-list.module.css';

/** So many rows are looked through to come back to a place. */
const MAX_ROWS = 3_000;

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
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [pinned, setPinned] = useState(true);
  const [keeper] = useState(() => new ScrollKeeper(`place.${id}`, setPinned));
  const scroll = useMemo(() => (box === null ? undefined : { box, shifted: (by: number) => keeper.shifted(by) }), [box, keeper]);
  const older = useOlder(rows);
  const ready = useLeftRow(older, keeper);
  const fresh = useFresh(rows, pinned);
  useReadMark(parley, id, headSeq, pinned);
  useEffect(() => {
    if (sent > 0) keeper.toEnd();
  }, [sent, keeper]);
  useLayoutEffect(() => restTabStop(box));
  return (
    <div className={css.room}>
      {older.loading && (
        <div className={css.loading}>
          <Late>
            <span role="status">Loading older messages</span>
          </Late>
        </div>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys move the focus between the messages in it */}
      <div
        ref={setBox}
        className={css.scroller}
        role="log"
        aria-live="off"
        aria-label={`Messages in ${title}`}
        onKeyDown={moveFocus}
        onFocus={moveTabStop}
      >
        {scroll !== undefined && ready && (
          <ScrollContext value={scroll}>
            <RowsList older={older} editing={editing} box={scroll.box} keeper={keeper} />
          </ScrollContext>
        )}
      </div>
      {!pinned && (
        <button
          type="button"
          className={css.pill}
          onClick={() => keeper.toEnd()}
          aria-label={fresh === 0 ? 'Go to the newest message' : undefined}
        >
          {fresh > 0 && `${fresh} new`} <ArrowDown size={15} />
        </button>
      )}
    </div>
  );
}

/** Whether the row that one left at is there: in a long conversation the pages up to it come first. Looked for once. */
function useLeftRow({ listed, loading, load }: Older, { left }: ScrollKeeper): boolean {
  const more = usePart((state) => state.more);
  const [found, setFound] = useState(false);
  const there = listed.some(({ key, kind }) => key === left || kind === 'trouble');
  if (!found && (left === undefined || !more || there || listed.length > MAX_ROWS)) setFound(true);
  useEffect(() => {
    if (!found && !loading) load();
  }, [found, loading, load]);
  return found;
}

/** How many messages came since the end went out of sight. */
function useFresh(rows: readonly Row[], pinned: boolean): number {
  const messages = rows.filter((row) => row.kind === 'message');
  const last = messages.at(-1)?.key;
  const [left, setLeft] = useState({ pinned, last });
  if (left.pinned !== pinned) setLeft({ pinned, last });
  const at = messages.findLastIndex((row) => row.key === left.last);
  return pinned || at === -1 ? 0 : messages.length - 1 - at;
}
