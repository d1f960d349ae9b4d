import { useMemo } from 'react';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Skeleton } from '../../ui/late.tsx';
import { useCall } from '../app/use-call.ts';
import { useInbox, useWorkspace } from '../app/workspace.ts';
import { ConversationLink } from './conversation-link.tsx';
import css from './sidebar.module.css';

/** Asked for when somebody looks; what the inbox tells meanwhile wins. */
export function ArchivedList({ team }: { team: Team }) {
  const { parley } = useWorkspace();
  const inbox = useInbox((state) => state?.conversations);
  const moved = useMemo(() => (inbox ?? []).map((each) => `${each.id}${each.archivedAt ?? ''}`).join(), [inbox]);
  const archived = useCall(`archived ${team.id} ${moved}`, () =>
    parley.api.conversation.list.query({ teamId: team.id, archived: true, limit: 100 }),
  );
  if (archived.problem) return <p className={css.empty}>{archived.problem.say}</p>;
  if (!archived.answer) return <Skeleton lines={2} />;
  if (archived.answer.items.length === 0) return <p className={css.empty}>Nothing is archived.</p>;
  return (
    <ul className={css.list}>
      {archived.answer.items.map((conversation) => (
        <li key={conversation.id}>
          <ConversationLink conversation={conversation} />
        </li>
      ))}
    </ul>
  );
}
