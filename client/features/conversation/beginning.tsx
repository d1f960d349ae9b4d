import { lazy, Suspense } from 'react';
import { count, dayOf } from '../app/times.ts';
import { useMembers } from '../app/use-members.ts';
import { useInboxConversation } from '../app/workspace.ts';
import { useAnsweringModel } from './use-answering-model.ts';
import { usePart, useRoom } from './room.ts';
import css from './message-list.module.css';

/** It comes with the panel of threads. */
const ThreadRoot = lazy(async () => ({ default: (await import('./thread-root.tsx')).ThreadRoot }));

/** Above the first message: what this place is. In an empty conversation that is all there is. */
export function Beginning() {
  const { above } = useRoom();
  const threadOf = usePart((state) => state.conversation.threadOf);
  if (threadOf === undefined || above === undefined) return <Place />;
  return (
    <Suspense>
      <ThreadRoot above={above} id={threadOf.messageId} />
    </Suspense>
  );
}

function Place() {
  const { team, id, mayWrite } = useRoom();
  const { title, createdBy, createdAt, visibility, forkedFrom, answers, ...opened } = usePart((state) => state.conversation);
  // The inbox hears of shares, the conversation itself does not.
  const { shared } = useInboxConversation(id) ?? opened;
  const empty = usePart((state) => state.messages.length === 0);
  const { name } = useAnsweringModel();
  const who = useMembers(team.id).answer?.find((member) => member.userId === createdBy)?.name;
  const few = shared === 0 ? 'Only who began it sees it' : `Who began it and ${count(shared)} more see it`;
  const seen = visibility === 'team' ? `Everybody in ${team.name} sees it` : few;
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
