import { useEffect, useRef, useState } from 'react';
import type { Role } from '../../../shared/access.ts';
import type { Member, Team } from '../../../shared/schemas/identity.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { useSay } from '../../ui/toast.tsx';
import { mayChange } from '../app/may.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { counted } from '../app/receipt-words.ts';
import { useReceipts } from '../app/receipts.tsx';
import { asRole } from '../app/role-words.ts';
import { inFull, since } from '../app/times.ts';
import { useAct } from '../app/use-call.ts';
import { useOnline, useWorkspace } from '../app/workspace.ts';
import { EndingQuestion } from './ending-question.tsx';
import { MemberMenu } from './member-menu.tsx';
import page from '../frame/page.module.css';

/** One member; for whoever stands above them, their role, suspending and the way out. */
export function MemberRow({ team, member }: { team: Team; member: Member }) {
  const { me, parley } = useWorkspace();
  const { keep } = useReceipts();
  const say = useSay();
  const [asking, ask] = useState<'suspend' | 'remove'>();
  const { userId, name } = member;
  const about = { teamId: team.id, userId };
  const setRole = useAct(async (role: Role) => {
    const { receipt } = await parley.api.member.setRole.mutate({ ...about, role });
    keep(`${name} is now ${asRole(role)}`, receipt);
  });
  const end = useAct(async (how: 'suspend' | 'remove') => {
    const { receipt } = await parley.api.member[how].mutate(about);
    keep(how === 'suspend' ? `${name} suspended` : `${name} removed`, receipt);
  });
  const restore = useAct(async () => {
    await parley.api.member.restore.mutate(about);
    say(`${name} is back as ${asRole(member.role)}.`);
  });
  const problem = setRole.problem ?? end.problem ?? restore.problem;
  return (
    <li>
      <div className={page.row}>
        <About team={team} member={member} mine={userId === me.id} />
        <span className={page.tag}>{member.role}</span>
        {userId !== me.id && mayChange(team.role, member.role) && (
          <MemberMenu
            mine={team.role}
            member={member}
            onRole={(role) => void setRole.run(role)}
            onEnd={ask}
            onRestore={() => void restore.run()}
          />
        )}
      </div>
      {problem && (
        <div className={page.below}>
          <ProblemNotice problem={problem} />
        </div>
      )}
      {asking && (
        <EndingQuestion
          team={team}
          member={member}
          how={asking}
          onClose={() => ask(undefined)}
          onAct={async () => void (await end.run(asking))}
        />
      )}
    </li>
  );
}

function About({ team, member, mine }: { team: Team; member: Member; mine: boolean }) {
  const here = useOnline(team.id).has(member.userId);
  const { suspendedAt } = member;
  return (
    <>
      <Avatar id={member.userId} name={member.name} online={here} />
      <div className={page.main}>
        <div className={page.name}>
          {member.name}
          {mine && <span className={page.tag}>You</span>}
          {suspendedAt !== undefined && <span className={`${page.tag} ${page.tagWarn}`}>Suspended</span>}
        </div>
        <div className={page.detail}>
          <Seen member={member} here={here} /> · joined {since(member.joinedAt)}
          {member.sessions !== undefined && ` · ${counted(member.sessions, 'session', 'sessions')}`}
        </div>
      </div>
    </>
  );
}

/** Whether they are here, or when they were last: that is told to owners and admins alone. */
function Seen({ member, here }: { member: Member; here: boolean }) {
  const { suspendedAt, lastSeenAt } = member;
  const seenAt = useLeftAt(here) ?? lastSeenAt;
  if (suspendedAt !== undefined) return <>Suspended {since(suspendedAt)}</>;
  if (here) return <>Here now</>;
  if (lastSeenAt === undefined || seenAt === undefined) return <>Not here</>;
  return (
    <>
      Last seen{' '}
      <time dateTime={seenAt} title={inFull(seenAt)}>
        {since(seenAt)}
      </time>
    </>
  );
}

/** When they went while one looked: the list was asked for before. */
function useLeftAt(here: boolean): string | undefined {
  const [leftAt, setLeftAt] = useState<string>();
  const before = useRef(here);
  useEffect(() => {
    if (before.current && !here) setLeftAt(new Date().toISOString());
    before.current = here;
  }, [here]);
  return leftAt;
}
