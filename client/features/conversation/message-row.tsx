import { Suspense, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { Message } from '../../../shared/schemas/conversation.ts';
import type { Row } from '../../store/timeline.ts';
import { classes } from '../../ui/classes.ts';
import { Markdown } from '../../ui/markdown/markdown.tsx';
import { atTime, inFull } from '../app/times.ts';
import { useMedia } from '../app/use-media.ts';
import { useWorkspace } from '../app/workspace.ts';
import { useIsInAddress } from './address.ts';
import { Face } from './face.tsx';
import { FileBoxes } from './file-boxes.tsx';
import { Attachments, EditForm } from './later.ts';
import { Mentioned } from './mentioned.tsx';
import { MessageActions } from './message-actions.tsx';
import { ReactionRow } from './reactions.tsx';
import { Reply } from './reply.tsx';
import { useRoom } from './room.ts';
import { ThreadLine } from './thread-line.tsx';
import { Took } from './took.tsx';
import { TouchActions } from './touch-actions.tsx';
import { useLongPress } from './use-long-press.ts';
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
  const by = useId();
  const element = useRef<HTMLElement>(null);
  // Actions are only made for a row that somebody points at or goes to: hundreds of rows with menus would cost more than their texts.
  const [near, setNear] = useState(false);
  const [picking, setPicking] = useState(false);
  const [sheet, showSheet] = useState(false);
  const hovers = useMedia('(hover: hover)');
  const marked = useIsInAddress(message.id);
  const press = useLongPress(() => showSheet(true));
  const onKeyDown = useRowKeys(message, () => setPicking(true));
  const approach = () => setNear(true);
  const actsHere = near && !editing && message.deletedAt === undefined;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions -- messages are gone through by arrow keys
    <article
      ref={element}
      className={classes(css.row, first && css.first, marked && css.marked)}
      tabIndex={-1}
      aria-labelledby={by}
      data-row={row.key}
      data-message={message.id}
      data-last={last || undefined}
      onKeyDown={onKeyDown}
      onPointerEnter={approach}
      onFocus={approach}
      {...(hovers ? {} : press)}
    >
      <div className={css.gutter}>
        {first ? <Face message={message} /> : <time className={css.sideTime}>{atTime(message.createdAt)}</time>}
      </div>
      <div className={css.body}>
        <ByLine id={by} message={message} first={first} />
        <Suspense fallback={<Content row={row} />}>{editing ? <EditForm message={message} /> : <Content row={row} />}</Suspense>
        {message.deletedAt === undefined && <ReactionRow message={message} />}
        <ThreadLine message={message} />
      </div>
      {actsHere && hovers && <MessageActions message={message} row={element} picking={picking} onPicking={setPicking} />}
      {actsHere && !hovers && <TouchActions message={message} open={sheet} onOpenChange={showSheet} />}
    </article>
  );
}

/** The keys of a message that has the focus: what its actions say. */
function useRowKeys(message: Message, onReact: () => void): (event: KeyboardEvent) => void {
  const { me } = useWorkspace();
  const { deeds, mayWrite, above } = useRoom();
  const { author, deletedAt } = message;
  const mine = author.kind === 'user' && author.userId === me.id;
  return (event) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const acts: Record<string, (() => void) | false> = {
      e: mine && (() => deeds.setEditing(message.id)),
      r: onReact,
      t: above === undefined && (() => deeds.openThread(message)),
      q: () => deeds.quote(message),
    };
    const act = acts[event.key.toLowerCase()];
    if (typeof act !== 'function' || !mayWrite || deletedAt !== undefined) return;
    event.preventDefault();
    act();
  };
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
      {message.text !== '' && (
        <Mentioned text={message.text} mentions={message.mentions}>
          <Markdown text={message.text} />
        </Mentioned>
      )}
      {message.attachments && (
        <Suspense fallback={<FileBoxes attachments={message.attachments} />}>
          <Attachments attachments={message.attachments} />
        </Suspense>
      )}
      {message.editedAt !== undefined && (
        <span className={css.edited} title={inFull(message.editedAt)}>
          edited
        </span>
      )}
    </>
  );
}
