import ChevronRight from 'lucide-react/icons/chevron-right';
import { useId, useState } from 'react';
import type { UserId } from '../../../shared/ids.ts';
import type { Subject } from '../../../shared/schemas/access.ts';
import type { Conversation } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/late.tsx';
import { Select } from '../../ui/select.tsx';
import { reaches } from '../app/may.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useCall } from '../app/use-call.ts';
import { useMembers } from '../app/use-members.ts';
import { useInbox, useWorkspace } from '../app/workspace.ts';
import css from './share-dialog.module.css';

/** Everybody who sees a conversation, by name, with the reason. Asked for when somebody looks. */
export function WhoSees({ team, conversation }: { team: Team; conversation: Conversation }) {
  const [shown, show] = useState(false);
  const list = useId();
  return (
    <div className={css.sees}>
      <button type="button" className={css.fold} aria-expanded={shown} aria-controls={list} onClick={() => show(!shown)}>
        <ChevronRight size={15} className={shown ? css.turned : undefined} />
        Who can see this
      </button>
      <div id={list}>{shown && <Subjects team={team} conversation={conversation} />}</div>
    </div>
  );
}

/** What may change who sees it, as far as this page hears of it: the list is then asked for anew. */
function useRevision(team: Team, { visibility, shared, folderId }: Conversation): string {
  const members = useInbox((inbox) => inbox?.membersRevision.get(team.id) ?? 0);
  const folders = useInbox((inbox) => inbox?.folders);
  const above = (folders ?? [])
    .filter((each) => each.teamId === team.id)
    .map(({ id, parentId, shared: with_ }) => `${id}${parentId}${with_}`);
  return [members, visibility, shared, folderId, ...above].join();
}

function Subjects({ team, conversation }: { team: Team; conversation: Conversation }) {
  const { parley } = useWorkspace();
  const conversationId = conversation.id;
  const revision = useRevision(team, conversation);
  const explains = reaches(team.role, 'admin');
  const seen = useCall(`subjects ${conversationId} ${revision}`, async () => {
    const items: Subject[] = [];
    let cursor: string | undefined;
    do {
      const page = await parley.api.access.listSubjects.query({ conversationId, limit: 100, ...(cursor !== undefined && { cursor }) });
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return items;
  });
  if (seen.problem) return <ProblemNotice problem={seen.problem} onRetry={seen.again} />;
  if (!seen.answer) return <Skeleton lines={2} />;
  const subjects = seen.answer;
  return (
    <>
      <ul className={css.subjects} aria-label="Who can see this">
        {subjects.map((subject) => (
          <SubjectRow key={subject.userId} subject={subject} conversation={conversation} explains={explains} />
        ))}
      </ul>
      {explains && <WhyNot team={team} conversation={conversation} seen={subjects} revision={revision} />}
    </>
  );
}

function SubjectRow({ subject, conversation, explains }: { subject: Subject; conversation: Conversation; explains: boolean }) {
  const { me } = useWorkspace();
  const [shown, show] = useState(false);
  const { userId, name, role } = subject;
  return (
    <li className={css.subject}>
      <Avatar id={userId} name={name} size="s" />
      <div className={css.grow}>
        <div className={css.name}>
          {name}
          {userId === me.id && <span className={css.quiet}> you</span>} <span className={css.quiet}>{role}</span>
        </div>
        <div className={css.quiet}>{why(subject)}</div>
        {shown && <Explained conversation={conversation} userId={userId} />}
      </div>
      {explains && (
        <Button size="small" kind="quiet" aria-expanded={shown} aria-label={`Why ${name} sees it`} onClick={() => show(!shown)}>
          Why
        </Button>
      )}
    </li>
  );
}

function why({ via, writes }: Subject): string {
  const what = writes ? 'reads and writes' : 'reads';
  switch (via) {
    case 'maker':
      return `Began it · ${what}`;
    case 'team':
      return `It is open to the team · ${what}`;
    case 'shared':
      return `It is shared with them · ${what}`;
    case 'folder':
      return `A folder it is in is shared with them · ${what}`;
  }
}

/** The decision about one person, step by step. */
function Explained({ conversation, userId, revision = '' }: { conversation: Conversation; userId: UserId; revision?: string }) {
  const { parley } = useWorkspace();
  const conversationId = conversation.id;
  const asked = useCall(`explain ${conversationId} ${userId} ${revision}`, () =>
    parley.api.access.explain.query({ action: 'conversation.read', resource: { kind: 'conversation', conversationId }, userId }),
  );
  if (asked.problem) return <ProblemNotice problem={asked.problem} onRetry={asked.again} />;
  if (!asked.answer) return <Skeleton lines={2} />;
  return (
    <div className={css.explained} role="status">
      <strong>{asked.answer.allowed ? 'May read it.' : 'May not read it.'}</strong>
      <ol>
        {asked.answer.steps.map(({ step, text }) => (
          <li key={step}>{text}</li>
        ))}
      </ol>
    </div>
  );
}

/** About somebody of the team who is not in the list. */
function WhyNot({ team, conversation, seen, revision }: { team: Team; conversation: Conversation; seen: Subject[]; revision: string }) {
  const { answer: members = [] } = useMembers(team.id);
  const [picked, pick] = useState('');
  const others = members.filter(({ userId }) => !seen.some((each) => each.userId === userId));
  const chosen = others.find(({ userId }) => userId === picked);
  if (others.length === 0) return <p className={css.quiet}>That is everybody in the team.</p>;
  return (
    <>
      <Select
        label="Why does somebody not see it?"
        value={picked}
        options={[{ value: '', label: 'Choose a person' }, ...others.map(({ userId, name }) => ({ value: String(userId), label: name }))]}
        onChange={pick}
      />
      {chosen && <Explained key={chosen.userId} conversation={conversation} userId={chosen.userId} revision={revision} />}
    </>
  );
}
