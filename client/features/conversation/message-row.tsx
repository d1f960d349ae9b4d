import { useId, useState, type KeyboardEvent } from 'react';
import type { Message } from '../../../shared/schemas/conversation.ts';
import type { Row } from '../../store/timeline.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { classes } from '../../ui/classes.ts';
import { Markdown } from '../../ui/markdown/markdown.tsx';
import { atTime, inFull } from '../app/times.ts';
import { useWorkspace } from '../app/workspace.ts';
import { EditForm } from './edit-form.tsx';
import { MessageActions } from './message-actions.tsx';
import { ModelFace } from './model-face.tsx';
import { Reply } from './reply.tsx';
import { useRoom } from './room.ts';
import { Took } from './took.tsx';
import css from './row.module.css';

type MessageRowData = Extract<Row, { kind: 'message' }>;

interface MessageRowProps {
  row: MessageRowData;
  /** The newest: it shows what can be done next. */
  last: boolean;
  editing: boolean;
}

export function MessageRow({ row, last, editing }: MessageRowProps) {
  const { message, first } = row;
  const { me } = useWorkspace();
  const { deeds, mayWrite } = useRoom();
  const by = useId();
  // Actions are only made for a row that somebody points at or goes to: hundreds of rows with menus would cost more than their texts.
  const [near, setNear] = useState(false);
  const approach = () => setNear(true);
  const mine = message.author.kind === 'user' && message.author.userId === me.id;
  const mayEdit = mine && mayWrite && message.deletedAt === undefined;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key.toLowerCase() !== 'e' || !mayEdit) return;
    event.preventDefault();
    deeds.setEditing(message.id);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- messages are gone through by arrow keys
    <article
      className={classes(css.row, first && css.first)}
      tabIndex={-1}
      aria-labelledby={by}
      data-row={row.key}
      data-last={last || undefined}
      onKeyDown={onKeyDown}
      onPointerEnter={approach}
      onFocus={approach}
    >
      <div className={css.gutter}>
        {first ? <Face message={message} /> : <time className={css.sideTime}>{atTime(message.createdAt)}</time>}
      </div>
      <div className={css.body}>
        <ByLine id={by} message={message} first={first} />
        {editing ? <EditForm message={message} /> : <Content row={row} />}
      </div>
      {near && !editing && message.deletedAt === undefined && <MessageActions message={message} mine={mine} mayEdit={mayEdit} />}
    </article>
  );
}

function Face({ message: { author } }: { message: Message }) {
  return author.kind === 'user' ? <Avatar id={author.userId} name={author.name} /> : <ModelFace />;
}

/** Who, and when. Inside a group only screen readers are told again. */
function ByLine({ id, message, first }: { id: string; message: Message; first: boolean }) {
  const { author, generation, createdAt } = message;
  const name = author.kind === 'user' ? author.name : author.model;
  return (
    <div id={id} className={first ? css.by : 'said'}>
      <bdi className={css.author}>{name}</bdi>
      {author.kind === 'model' && generation !== undefined && <span className={css.asked}>asked by {generation.requestedBy.name}</span>}
      <time className={css.time} dateTime={createdAt} title={inFull(createdAt)}>
        {atTime(createdAt)}
      </time>
      {generation !== undefined && 'usage' in generation && generation.usage !== undefined && <Took usage={generation.usage} />}
    </div>
  );
}

function Content({ row }: { row: MessageRowData }) {
  const { message, siblings } = row;
  if (message.deletedAt !== undefined) return <p className={css.deleted}>This message was deleted.</p>;
  if (message.author.kind === 'model') return <Reply message={message} siblings={siblings} />;
  return (
    <>
      <Markdown text={message.text} />
      {message.editedAt !== undefined && (
        <span className={css.edited} title={inFull(message.editedAt)}>
          edited
        </span>
      )}
    </>
  );
}
