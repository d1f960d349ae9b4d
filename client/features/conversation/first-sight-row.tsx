import { Fragment } from 'react';
import type { Message } from '../../../shared/schemas/conversation.ts';
import type { Row } from '../../store/timeline.ts';
import { isOpen } from '../../store/replies.ts';
import { classes } from '../../ui/classes.ts';
import { Markdown } from '../../ui/markdown/markdown.tsx';
import { Face } from './face.tsx';
import { FileBoxes } from './file-boxes.tsx';
import { NoticeLine } from './notice-line.tsx';
import css from './row.module.css';
import reply from './reply.module.css';

/** A row as high as the one that the app draws, with what can be read of it. */
export function FirstSightRow({ row, last }: { row: Row; last: boolean }) {
  switch (row.kind) {
    case 'day':
      return <div className={classes(css.day, 'sight-day')} />;
    case 'new':
      return (
        <div className={css.new}>
          <span>New</span>
        </div>
      );
    case 'notice':
      return <NoticeLine row={row} />;
    case 'message':
      return <Said message={row.message} first={row.first} last={last} />;
    case 'outgoing':
      return null;
  }
}

function Said({ message, first, last }: { message: Message; first: boolean; last: boolean }) {
  const { author, deletedAt, reactions = [], thread } = message;
  return (
    <article className={classes(css.row, first && css.first)} data-last={last || undefined}>
      <div className={css.gutter}>{first && <Face message={message} />}</div>
      <div className={css.body}>
        {first && (
          <div className={css.by}>
            <bdi className={css.author}>{author.kind === 'user' ? author.name : author.model}</bdi>
          </div>
        )}
        {deletedAt === undefined ? <Text message={message} last={last} /> : <p className={css.deleted}>This message was deleted.</p>}
        {deletedAt === undefined && reactions.length > 0 && <div className="sight-reactions" />}
        {thread !== undefined && thread.replies > 0 && <div className="sight-thread" />}
      </div>
    </article>
  );
}

function Text({ message: { text, attachments, generation, editedAt }, last }: { message: Message; last: boolean }) {
  const said = (
    <Fragment key="said">
      {text !== '' && <Markdown text={text} />}
      {attachments && <FileBoxes attachments={attachments} />}
    </Fragment>
  );
  if (generation === undefined)
    return editedAt === undefined
      ? said
      : [
          said,
          <span key="edited" className={css.edited}>
            edited
          </span>,
        ];
  const below = isOpen(generation) || generation.state !== 'done' || last;
  return (
    <div className={reply.reply}>
      {said}
      {below && <div className="sight-state" />}
    </div>
  );
}
