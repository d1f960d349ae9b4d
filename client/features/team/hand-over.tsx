import { useState } from 'react';
import type { Member, Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { Question } from '../../ui/question.tsx';
import { Select } from '../../ui/select.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useReceipts } from '../app/receipts.tsx';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import page from '../frame/page.module.css';

/** Ownership goes to one member; whoever hands over stays as an admin. */
export function HandOver({ team, members }: { team: Team; members: Member[] }) {
  const { me, parley } = useWorkspace();
  const { keep } = useReceipts();
  const [picked, pick] = useState('');
  const [asking, ask] = useState(false);
  const others = members.filter(({ userId, role, suspendedAt }) => userId !== me.id && role !== 'owner' && suspendedAt === undefined);
  const chosen = others.find(({ userId }) => userId === picked);
  const transfer = useAct(async ({ userId, name }: Member) => {
    const { receipt } = await parley.api.team.transfer.mutate({ teamId: team.id, userId });
    keep(`${name} owns ${team.name}`, receipt);
  });
  if (others.length === 0) return <p className={page.detail}>There is nobody to hand it over to yet. Invite somebody first.</p>;
  return (
    <>
      {transfer.problem && <ProblemNotice problem={transfer.problem} />}
      <div className={page.line}>
        <Select
          className={page.grow}
          label="New owner"
          value={picked}
          options={[
            { value: '', label: 'Choose a person' },
            ...others.map(({ userId, name, role }) => ({ value: String(userId), label: `${name} (${role})` })),
          ]}
          onChange={pick}
        />
        <Button disabled={chosen === undefined} onClick={() => ask(true)}>
          Hand over
        </Button>
      </div>
      {chosen && (
        <Question
          open={asking}
          onOpenChange={ask}
          title={`Hand ${team.name} over to ${chosen.name}?`}
          act="Hand over"
          onAct={async () => void (await transfer.run(chosen))}
        >
          {chosen.name} becomes owner and is signed out once; you become an admin and stay here. Only an owner can turn this back.
        </Question>
      )}
    </>
  );
}
