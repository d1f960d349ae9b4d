import { classes } from '../../ui/classes.ts';
import css from './sidebar.module.css';

/** What is unread, what of it names the reader, and that a reply is being written. */
export function Badges({ unread, mentions, writing }: { unread: number; mentions: number; writing: boolean }) {
  return (
    <>
      {writing && <span className={css.writing} role="img" aria-label="A reply is being written" />}
      {mentions > 0 && (
        <span className={classes(css.count, css.mentions)}>
          <span aria-hidden="true">@{short(mentions)}</span>
          <span className="said">{mentions === 1 ? 'mentions you once' : `mentions you ${mentions} times`}</span>
        </span>
      )}
      {unread > 0 && (
        <span className={css.count}>
          {short(unread)}
          <span className="said"> unread</span>
        </span>
      )}
    </>
  );
}

function short(count: number): string {
  return count > 99 ? '99+' : String(count);
}
