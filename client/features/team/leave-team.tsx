import { useState } from 'react';
import type { Member, Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Question } from '../../ui/question.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { atTime } from '../app/times.ts';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';

/** The way out of a team by oneself. The last owner is told what to do first. */
export function LeaveTeam({ team, members }: { team: Team; members: Member[] }) {
  const { me, parley, farewell } = useWorkspace();
  const [asking, ask] = useState(false);
  const leave = useAct(async () => {
    const { receipt } = await parley.api.member.leave.mutate({ teamId: team.id });
    farewell({ title: `You left ${team.name}`, about: `Access ended at ${atTime(Date.now())}. Your messages stay.`, receipt });
  });
  const others = members.filter(({ userId }) => userId !== me.id);
  const last =
    team.role === 'owner' && members.length > 0 && !others.some(({ role, suspendedAt }) => role === 'owner' && suspendedAt === undefined);
  if (last) {
    return (
      <Notice>
        You are the only owner, and a team always has one.{' '}
        {others.length > 0
          ? 'Hand the team over first, or make somebody else an owner under People.'
          : 'Nobody else is here to hand it over to: invite somebody, or delete the team.'}
      </Notice>
    );
  }
  return (
    <>
      {leave.problem && <ProblemNotice problem={leave.problem} />}
      <div>
        <Button onClick={() => ask(true)}>Leave {team.name}</Button>
      </div>
      <Question open={asking} onOpenChange={ask} title={`Leave ${team.name}?`} act="Leave" onAct={async () => void (await leave.run())}>
        You lose access at once, and only an invite brings you back. Replies you asked for will stop. Your messages stay.
      </Question>
    </>
  );
}
