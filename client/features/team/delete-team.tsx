import { useState, type FormEvent } from 'react';
import type { Member, Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { counted } from '../app/receipt-words.ts';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import form from '../frame/new-conversation.module.css';

/** Nobody deletes a team by a slip: its name has to be typed. */
export function DeleteTeam({ team, members }: { team: Team; members: Member[] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <div>
        <Button onClick={() => setOpen(true)}>Delete {team.name}</Button>
      </div>
      <Modal open={open} onOpenChange={setOpen} title={`Delete ${team.name}?`} about={whatEnds(members)}>
        <DeleteForm team={team} />
      </Modal>
    </>
  );
}

function DeleteForm({ team }: { team: Team }) {
  const { parley, farewell } = useWorkspace();
  const [name, setName] = useState('');
  const remove = useAct(async () => {
    const { receipt } = await parley.api.team.delete.mutate({ teamId: team.id, name });
    farewell({ title: `${team.name} is deleted`, about: 'Everything in it is gone, for everybody who was in it.', receipt });
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void remove.run();
  };
  return (
    <form className={form.form} onSubmit={submit}>
      {remove.problem && <ProblemNotice problem={remove.problem} />}
      <Field
        label={`Type “${team.name}” to confirm`}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <div className={form.actions}>
        <Button kind="danger" type="submit" busy={remove.busy} disabled={name !== team.name}>
          Delete for good
        </Button>
      </div>
    </form>
  );
}

function whatEnds(members: readonly Member[]): string {
  const others = members.length - 1;
  const lost = others > 0 ? ` ${counted(others, 'other person loses', 'other people lose')} access at once.` : '';
  return `All conversations, folders and invites are gone for everybody and cannot be brought back.${lost}`;
}
