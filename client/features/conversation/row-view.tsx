import { memo } from 'react';
import type { Row } from '../../store/timeline.ts';
import { atTime, dayOf, inFull } from '../app/times.ts';
import { MessageRow } from './message-row.tsx';
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
          <p className={css.notice} data-row={row.key}>
            {row.notice.person.name} {row.notice.type === 'member.left' ? 'left' : 'joined'}{' '}
            <time dateTime={row.notice.at} title={inFull(row.notice.at)}>
              {atTime(row.notice.at)}
            </time>
          </p>
        );
      case 'message':
        return <MessageRow row={row} last={last} editing={editing} />;
      case 'outgoing':
        return <OutgoingRow row={row} />;
    }
  },
  (before, after) => before.editing === after.editing && before.last === after.last && isSame(before.row, after.row),
);

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
  return a.key === b.key && a.kind === b.kind;
}
