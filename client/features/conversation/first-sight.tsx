import type { UserId } from '../../../shared/ids.ts';
import type { Opened } from '../../sdk/types.ts';
import { timeline, type Row } from '../../store/timeline.ts';
import { classes } from '../../ui/classes.ts';
import frame from '../frame/frame.module.css';
import header from './conversation-header.module.css';
import composer from './composer.module.css';
import screen from './conversation-screen.module.css';
import { FirstSightRow } from './first-sight-row.tsx';
import { rowHeight } from './row-height.ts';

/** So many pixels of rows fill a high screen, and so many stand over the line where the new begins. In a list of this width. */
const FILLS = 2_400;
const ABOVE = 600;
const WIDTH = 808;

export interface FirstSightProps {
  me: UserId;
  opened: Opened;
}

/**
 * An open conversation as the app is about to draw it: its newest rows, or those around the line where the new begins, at the places they will have.
 * Nothing in it can be used. Times are left out, since only the browser knows the reader's clock.
 */
export function FirstSight({ me, opened }: FirstSightProps) {
  const { conversation, messages, notices, more } = opened;
  const rows = timeline({
    messages,
    notices,
    outbox: [],
    me,
    chosen: new Map(),
    ...(conversation.unread > 0 && { readSeq: conversation.readSeq }),
  });
  const begins = rows.findIndex(({ kind }) => kind === 'new');
  const [above, below] = begins === -1 ? [rows, []] : [rows.slice(0, begins), rows.slice(begins)];
  const last = rows.findLast((row) => row.kind === 'message');
  const draw = (row: Row) => <FirstSightRow key={row.key} row={row} last={row === last} />;
  return (
    <div className={classes(frame.frame, 'sight')}>
      <div className={classes(frame.side, 'sight-side')} />
      <div className={frame.main}>
        <div className={classes(screen.screen, 'sight-screen')}>
          <div className={header.header}>
            <p className={classes(header.title, 'sight-title')}>
              <span className={header.titleButton}>{conversation.title}</span>
            </p>
          </div>
          <div className="sight-room">
            <div className={classes('sight-above', below.length > 0 && 'sight-lead')}>
              <div>{lastOf(more ? withoutTop(above) : above, begins === -1 ? FILLS : ABOVE).map(draw)}</div>
            </div>
            {below.length > 0 && <div className="sight-below">{firstOf(below, FILLS).map(draw)}</div>}
          </div>
          <div className={screen.foot}>
            <div className="sight-typing" />
            <div className={classes(composer.composer, 'sight-composer')} />
          </div>
        </div>
      </div>
    </div>
  );
}

/** A day that may have begun earlier has no line yet, as in the list of the app. */
function withoutTop(rows: readonly Row[]): readonly Row[] {
  return rows[0]?.kind === 'day' ? rows.slice(1) : rows;
}

function firstOf(rows: readonly Row[], height: number): readonly Row[] {
  let room = height;
  return rows.filter((row) => {
    const fits = room > 0;
    room -= rowHeight(row, WIDTH);
    return fits;
  });
}

function lastOf(rows: readonly Row[], height: number): readonly Row[] {
  return firstOf(rows.toReversed(), height).toReversed();
}
