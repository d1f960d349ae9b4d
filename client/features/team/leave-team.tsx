import { useState } from 'react';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { Question } from '../../ui/question.tsx';
import { paths } from '../app/paths.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';

/** The way out of a team by oneself. The last owner is told what to do first. */
export function LeaveTeam({ team }: { team: Team }) {
  const { parley } = useWorkspace();
  const [asking, ask] = useState(false);
  const leave = useAct(async () => {
    await parley.api.member.leave.mutate({ teamId: team.id });
    // Nothing of the team stays in the page: it begins anew.
    location.assign(paths.home);
  });
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
