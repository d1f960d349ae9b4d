import { memo } from 'react';
import type { Notice } from '../../../shared/schemas/conversation.ts';
import type { Row } from '../../store/timeline.ts';
import { atTime, dayOf, inFull } from '../app/times.ts';
import { MessageRow } from './message-row.tsx';
import { NoticeLine } from './notice-line.tsx';
import { OutgoingRow } from './outgoing-row.tsx';
import css from './row.module.css';

/** One row of the list; drawn again only when what it shows changed. */
export const RowView = memo(
  function RowView({ row, last, editing }: { row: Row; last: boolean; editing: boolean }) {
    switch (row.kind) {
      case 'day':
        return (
          <div className={css.day} data-row={row.key}>
            <time dateTime={row.day}>{dayOf(row.at)}</time>
          </div>
        );
      case 'new':
        return (
          <div className={css.new} data-new="" data-row={row.key}>
            <span>New</span>
          </div>
        );
      case 'notice':
        return (
          <NoticeLine row={row}>
            {' '}
            <NoticeTime notice={row.notices.at(-1)} />
          </NoticeLine>
        );
      case 'message':
        return <MessageRow row={row} last={last} editing={editing} />;
      case 'outgoing':
        return <OutgoingRow row={row} />;
    }
  },
  (before, after) => before.editing === after.editing && before.last === after.last && isSame(before.row, after.row),
);

function NoticeTime({ notice }: { notice: Notice | undefined }) {
  return (
    notice && (
      <time dateTime={notice.at} title={inFull(notice.at)}>
        {atTime(notice.at)}
      </time>
    )
  );
}

/** Rows are made anew with every change of the list; what they show mostly is not. */
function isSame(a: Row, b: Row): boolean {
  if (a.kind === 'message' && b.kind === 'message') {
    return (
      a.message === b.message &&
      a.first === b.first &&
      a.siblings?.index === b.siblings?.index &&
      a.siblings?.ids.length === b.siblings?.ids.length
    );
  }
  if (a.kind === 'outgoing' && b.kind === 'outgoing') return a.item === b.item && a.first === b.first;
  if (a.kind === 'notice' && b.kind === 'notice') return a.key === b.key && a.notices.length === b.notices.length;
  return a.key === b.key && a.kind === b.kind;
}
