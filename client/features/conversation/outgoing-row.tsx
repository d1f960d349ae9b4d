import { Suspense } from 'react';
import type { Row } from '../../store/timeline.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { classes } from '../../ui/classes.ts';
import { Markdown } from '../../ui/markdown/markdown.tsx';
import { atTime } from '../app/times.ts';
import { useConnection, useWorkspace } from '../app/workspace.ts';
import { OutgoingFiles } from './later.ts';
import { Mentioned } from './mentioned.tsx';
import css from './row.module.css';

/** A message on its way: faint until it is acknowledged, never lost, and never silently stuck. */
export function OutgoingRow({ row: { key, item, first } }: { row: Extract<Row, { kind: 'outgoing' }> }) {
  const { me } = useWorkspace();
  return (
    <article
      className={classes(css.row, css.outgoing, first && css.first)}
      tabIndex={-1}
      aria-label={`${me.name}, on its way`}
      data-row={key}
    >
      <div className={css.gutter}>{first && <Avatar id={me.id} name={me.name} />}</div>
      <div className={css.body}>
        {first && (
          <div className={css.by}>
            <bdi className={css.author}>{me.name}</bdi>
            <span className={css.time}>{atTime(item.queuedAt)}</span>
          </div>
        )}
        <div className={css.content}>
          {item.text !== '' && (
            <Mentioned text={item.text} mentions={item.mentions}>
              <Markdown text={item.text} />
            </Mentioned>
          )}
          {item.files && (
            <Suspense>
              <OutgoingFiles files={item.files} />
            </Suspense>
          )}
        </div>
        <Fate item={item} />
      </div>
    </article>
  );
}

function Fate({ item }: { item: Extract<Row, { kind: 'outgoing' }>['item'] }) {
  const { parley } = useWorkspace();
  const connection = useConnection();
  if (item.state !== 'refused')
    return <div className={classes(css.fate, css.slow)}>{connection.state === 'open' ? 'Sending' : 'Waits for the connection'}</div>;
  return (
    <div className={classes(css.fate, css.refused)} role="alert">
      <span>Not sent: {item.say}</span>
      <button type="button" onClick={() => parley.outbox.retry(item.clientKey)}>
        Retry
      </button>
      <button type="button" onClick={() => parley.outbox.discard(item.clientKey)}>
        Discard
      </button>
    </div>
  );
}
