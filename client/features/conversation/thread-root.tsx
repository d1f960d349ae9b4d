import type { MessageId } from '../../../shared/ids.ts';
import type { Message } from '../../../shared/schemas/conversation.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Skeleton } from '../../ui/late.tsx';
import { Markdown } from '../../ui/markdown/markdown.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { atTime, dayOf, inFull } from '../app/times.ts';
import { useCall } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import { Mentioned } from './mentioned.tsx';
import { ModelFace } from './model-face.tsx';
import { usePart, usePartOf, type Room } from './room.ts';
import css from './thread-root.module.css';

/** What a thread hangs on, over its first reply. In a long conversation it may have to be fetched. */
export function ThreadRoot({ above, id }: { above: Room; id: MessageId }) {
  const message = usePartOf(above.store, (state) => state.byId.get(id));
  return message === undefined ? <Fetched above={above} id={id} /> : <Root above={above} message={message} />;
}

function Fetched({ above, id }: { above: Room; id: MessageId }) {
  const { parley } = useWorkspace();
  const about = { conversationId: above.id, aroundMessageId: id, limit: 1 };
  const { answer, problem, again } = useCall(`root ${id}`, () => parley.api.message.history.query(about));
  if (problem) return <ProblemNotice problem={problem} onRetry={again} />;
  const message = answer?.items[0];
  return message === undefined ? <Skeleton lines={2} /> : <Root above={above} message={message} />;
}

function Root({ above, message }: { above: Room; message: Message }) {
  const { author, createdAt, deletedAt, generation } = message;
  const writing = usePartOf(above.store, (state) => (generation === undefined ? undefined : state.generations.get(generation.id)));
  const text = writing?.text ?? message.text;
  const replies = usePart((state) => state.messages.filter((each) => each.deletedAt === undefined).length);
  return (
    <div className={css.root} role="group" aria-label="The message this thread hangs on">
      <div className={css.message}>
        {author.kind === 'user' ? <Avatar id={author.userId} name={author.name} /> : <ModelFace />}
        <div className={css.body}>
          <div className={css.by}>
            <bdi className={css.author}>{author.kind === 'user' ? author.name : author.model}</bdi>
            <time className={css.time} dateTime={createdAt} title={inFull(createdAt)}>
              {dayOf(createdAt)}, {atTime(createdAt)}
            </time>
          </div>
          {deletedAt === undefined ? (
            <Mentioned text={text} mentions={message.mentions}>
              <Markdown text={text} />
            </Mentioned>
          ) : (
            <p className={css.deleted}>This message was deleted.</p>
          )}
        </div>
      </div>
      <p className={css.line}>{replies === 0 ? 'No replies yet' : replies === 1 ? '1 reply' : `${replies} replies`}</p>
    </div>
  );
}
