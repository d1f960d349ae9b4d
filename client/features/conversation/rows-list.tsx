import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'react';
import type { MessageId } from '../../../shared/ids.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { Beginning } from './beginning.tsx';
import { heldRows } from './held-rows.ts';
import { usePart } from './room.ts';
import { rowHeight } from './row-height.ts';
import { RowView } from './row-view.tsx';
import type { ScrollKeeper } from './scroll-keeper.ts';
import type { Listed, Older } from './use-older.ts';
import type { Pages } from './use-pages.ts';
import css from './message-list.module.css';

/** So many rows beyond the edges are in the page; at first those in sight alone. */
const OVERSCAN = 12;
const FIRST_OVERSCAN = 1;
/** So near to the top, in pixels, the page before is loaded, and so near to the end of a stretch of the past the one after it. */
const NEAR_TOP = 1_600;
const AFTER = 'trouble after';
const PADDING = { paddingStart: 16, paddingEnd: 12 };

interface RowsListProps {
  older: Older;
  /** After a stretch of the past. */
  newer: Pages;
  editing: MessageId | undefined;
  box: HTMLDivElement;
  keeper: ScrollKeeper;
}

/** The rows that are in sight or near it; the others are room only. */
export function RowsList({ older, newer, editing, box, keeper }: RowsListProps) {
  const { load } = older;
  const listed = useListed(older, newer);
  const apart = usePart((state) => state.past !== undefined);
  const [{ width, height }] = useState(() => ({ width: box.clientWidth, height: box.clientHeight }));
  const [begin] = useState(() => beginning(listed, keeper, width, height));
  const overscan = useOverscan();
  const held = useCallback((range: Range) => heldRows(defaultRangeExtractor(range), listed, box, editing), [listed, box, editing]);
  // oxlint-disable-next-line react/incompatible-library -- told of the compiler of React, which is not used here
  const list = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: listed.length,
    getScrollElement: () => box,
    getItemKey: useCallback((index: number) => listed[index]?.key ?? index, [listed]),
    estimateSize: (index) => {
      const row = listed[index];
      return row === undefined ? 0 : rowHeight(row, width);
    },
    measureElement: heightOf,
    rangeExtractor: held,
    overscan,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: keeper.threshold,
    scrollPaddingStart: keeper.lead,
    initialOffset: begin.offset,
    initialRect: { width, height },
    ...PADDING,
  });
  useLayoutEffect(() => keeper.setApart(apart), [keeper, apart]);
  useLayoutEffect(() => keeper.attach(list, box, begin.index), [keeper, list, box, begin]);
  useLayoutEffect(() => keeper.drawn());
  const nearTop = (list.scrollOffset ?? 0) < NEAR_TOP;
  useEffect(() => {
    if (nearTop) load();
  }, [nearTop, load, listed]);
  const nearEnd = list.getTotalSize() - (list.scrollOffset ?? 0) - (list.scrollRect?.height ?? 0) < NEAR_TOP;
  const { load: loadNewer } = newer;
  useEffect(() => {
    if (apart && nearEnd) loadNewer();
  }, [apart, nearEnd, loadNewer, listed]);
  const last = listed.findLast((row) => row.kind === 'message');
  return (
    <div className={css.content} style={{ height: list.getTotalSize() }}>
      {list.getVirtualItems().map(({ key, index, start }) => {
        const row = listed[index];
        if (row === undefined) return null;
        return (
          <div
            key={key}
            ref={list.measureElement}
            data-index={index}
            data-key={key}
            className={css.at}
            style={{ transform: `translateY(${start}px)` }}
          >
            <Entry
              row={row}
              last={row === last}
              editing={row.kind === 'message' && row.message.id === editing}
              onRetry={key === AFTER ? newer.again : older.again}
            />
          </div>
        );
      })}
    </div>
  );
}

/** A page after these that could not be loaded is said where it would be. */
function useListed({ listed }: Older, { problem }: Pages): readonly Listed[] {
  return useMemo(() => (problem === undefined ? listed : [...listed, { kind: 'trouble', key: AFTER, problem }]), [listed, problem]);
}

function useOverscan(): number {
  const [overscan, set] = useState(FIRST_OVERSCAN);
  useEffect(() => {
    const timer = setTimeout(() => set(OVERSCAN));
    return () => clearTimeout(timer);
  }, []);
  return overscan;
}

function Entry({ row, last, editing, onRetry }: { row: Listed; last: boolean; editing: boolean; onRetry(): void }) {
  switch (row.kind) {
    case 'beginning':
      return <Beginning />;
    case 'trouble':
      return <ProblemNotice problem={row.problem} onRetry={onRetry} />;
    default:
      return <RowView row={row} last={last} editing={editing} />;
  }
}

/** Where the list is before anything of it was measured. */
function beginning(listed: readonly Listed[], { start }: ScrollKeeper, width: number, height: number): { index: number; offset: number } {
  const index = listed.findIndex(({ key }) => key === start.row);
  const rows = index === -1 ? listed : listed.slice(0, index);
  const above = rows.reduce((sum, row) => sum + rowHeight(row, width), PADDING.paddingStart);
  return { index, offset: Math.max(0, above + (index === -1 ? -height : start.above)) };
}

/** In whole pixels, so that no text is drawn between two of them. */
function heightOf(element: HTMLElement, entry: ResizeObserverEntry | undefined): number {
  return Math.ceil(entry?.borderBoxSize[0]?.blockSize ?? element.getBoundingClientRect().height);
}
