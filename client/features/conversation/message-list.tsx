import ArrowDown from 'lucide-react/icons/arrow-down';
import { lazy, Suspense, useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { MessageId } from '../../../shared/ids.ts';
import { shownOf } from '../../store/past.ts';
import type { Row } from '../../store/timeline.ts';
import { Late } from '../../ui/late.tsx';
import { useSay } from '../../ui/toast.tsx';
import { ScrollContext } from '../../ui/markdown/sight.ts';
import { problemOf } from '../app/problem.ts';
import { useWorkspace } from '../app/workspace.ts';
import { moveFocus, moveTabStop, restTabStop } from './list-keys.ts';
import { usePart, useRoom } from './room.ts';
import { RowsList } from './rows-list.tsx';
import { ScrollKeeper } from './scroll-keeper.ts';
import { useOlder, type Older } from './use-older.ts';
import { usePages } from './use-pages.ts';
import { useReadMark } from './use-read-mark.ts';
import type { Unseen } from './use-rows.ts';
import css from './message-list.module.css';

const UnseenPill = lazy(async () => ({ default: (await import('./unseen-pill.tsx')).UnseenPill }));

/** So many rows are looked through to come back to a place. */
const MAX_ROWS = 3_000;
/** As ids look; what reads them is not worth its weight here. */
const ID = /^[0-9a-z]{20}$/;

interface MessageListProps {
  rows: readonly Row[];
  /** What was unread when one came, where it begins above what is loaded. */
  unseen: Unseen | undefined;
  /** The way there was taken, or waved aside. */
  onSettled(): void;
  editing: MessageId | undefined;
  /** Grows whenever a message is sent from here: that brings the end into sight. */
  sent: number;
}

/** The messages, newest last. */
export function MessageList({ rows, unseen, onSettled, editing, sent }: MessageListProps) {
  const { parley } = useWorkspace();
  const { id, deeds } = useRoom();
  const title = usePart((state) => state.conversation.title);
  const headSeq = usePart((state) => state.headSeq);
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [pinned, setPinned] = useState(true);
  const [keeper] = useState(() => new ScrollKeeper(`place.${id}`, setPinned));
  const scroll = useMemo(() => (box === null ? undefined : { box, shifted: (by: number) => keeper.shifted(by) }), [box, keeper]);
  const older = useOlder(rows);
  const ready = useLeftRow(older, keeper);
  const apart = usePart((state) => state.past !== undefined);
  const newer = usePages(deeds.loadNewer, apart);
  const fresh = useFresh(pinned);
  const toNewest = useToNewest(keeper);
  const { round, toUnseen } = useToUnseen(rows, keeper, onSettled);
  const onSend = useEffectEvent(toNewest);
  useReadMark(parley, id, headSeq, pinned);
  useEffect(() => {
    if (sent > 0) onSend();
  }, [sent]);
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
            <RowsList key={round} older={older} newer={newer} editing={editing} box={scroll.box} keeper={keeper} />
          </ScrollContext>
        )}
      </div>
      {unseen?.offered === true && (
        <Suspense>
          <UnseenPill unseen={unseen} onGo={() => toUnseen(unseen)} onDismiss={onSettled} />
        </Suspense>
      )}
      {!pinned && (
        <button type="button" className={css.pill} onClick={toNewest} aria-label={fresh === 0 ? 'Go to the newest message' : undefined}>
          {fresh > 0 && `${fresh} new`} <ArrowDown size={15} />
        </button>
      )}
    </div>
  );
}

/** Whether the row that one left at is there: in a long conversation what was said around it comes first. Looked for once. */
function useLeftRow({ listed, loading, load }: Older, { left }: ScrollKeeper): boolean {
  const { deeds } = useRoom();
  const more = usePart((state) => shownOf(state).more);
  const [found, setFound] = useState(false);
  const [asked, ask] = useState(false);
  const there = listed.some(({ key, kind }) => key === left || kind === 'trouble');
  if (!found && (left === undefined || !more || there || listed.length > MAX_ROWS)) setFound(true);
  const wanted = idOf(left);
  const jump = !found && !asked && wanted !== undefined;
  useEffect(() => {
    if (jump)
      void deeds
        .goTo({ aroundMessageId: wanted })
        .catch(() => undefined)
        .finally(() => ask(true));
    else if (!found && !loading && (asked || wanted === undefined)) load();
  }, [jump, found, loading, load, asked, wanted, deeds]);
  return found;
}

/** Rows of others are called by their message, which the server knows or not. */
function idOf(row: string | undefined): MessageId | undefined {
  return row !== undefined && ID.test(row) ? (row as MessageId) : undefined;
}

/** To the end of the conversation, from wherever one is. */
function useToNewest(keeper: ScrollKeeper): () => void {
  const { deeds } = useRoom();
  const apart = usePart((state) => state.past !== undefined);
  const leaving = useRef(false);
  useLayoutEffect(() => {
    if (apart || !leaving.current) return;
    leaving.current = false;
    keeper.toEnd();
  }, [apart, keeper]);
  return () => {
    leaving.current = apart;
    if (apart) deeds.leavePast();
    else keeper.toEnd();
  };
}

/** To the line where the new begins: what was said around it is loaded, then the list begins anew there. */
function useToUnseen(rows: readonly Row[], keeper: ScrollKeeper, onSettled: () => void): { round: number; toUnseen(unseen: Unseen): void } {
  const { deeds } = useRoom();
  const say = useSay();
  const [going, setGoing] = useState(false);
  const [round, setRound] = useState(0);
  if (going && rows.some(({ kind }) => kind === 'new')) {
    keeper.forget();
    setGoing(false);
    setRound(round + 1);
  }
  const toUnseen = ({ readSeq }: Unseen) => {
    deeds.goTo({ aroundSeq: readSeq + 1 }).then(
      () => {
        setGoing(true);
        onSettled();
      },
      (error: unknown) => say(problemOf(error).say),
    );
  };
  return { round, toUnseen };
}

/** How many messages came since the end went out of sight. */
function useFresh(pinned: boolean): number {
  const messages = usePart((state) => state.messages);
  const last = messages.at(-1)?.seq ?? 0;
  const [left, setLeft] = useState({ pinned, last });
  if (left.pinned !== pinned) setLeft({ pinned, last });
  return pinned ? 0 : messages.length - 1 - messages.findLastIndex(({ seq }) => seq <= left.last);
}
