import { dayOf } from '../app/times.ts';
import { useMembers } from '../app/use-members.ts';
import { ThreadRoot } from './thread-root.tsx';
import { useAnsweringModel } from './use-answering-model.ts';
import { usePart, useRoom } from './room.ts';
import css from './message-list.module.css';

/** Above the first message: what this place is. In an empty conversation that is all there is. */
export function Beginning() {
  const { above } = useRoom();
  const threadOf = usePart((state) => state.conversation.threadOf);
  if (threadOf !== undefined && above !== undefined) return <ThreadRoot above={above} id={threadOf.messageId} />;
  return <Place />;
}

function Place() {
  const { team, mayWrite } = useRoom();
  const { title, createdBy, createdAt, visibility, forkedFrom, answers } = usePart((state) => state.conversation);
  const empty = usePart((state) => state.messages.length === 0);
  const { name } = useAnsweringModel();
  const who = useMembers(team.id).answer?.find((member) => member.userId === createdBy)?.name;
  const seen = visibility === 'team' ? `Everybody in ${team.name} sees it` : 'Only who began it sees it';
  return (
    <div className={css.beginning}>
      <p className={css.beginTitle}>{title}</p>
      <p>
        {[`${forkedFrom === undefined ? 'Begun' : 'Forked'}${who === undefined ? '' : ` by ${who}`}`, dayOf(createdAt), seen].join(' · ')}
      </p>
      {empty && mayWrite && (
        <p>{answers === 'always' ? `Write something, and ${name} answers.` : `Write something, or ask a model by its name: @${name}.`}</p>
      )}
    </div>
  );
}
