import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { TEXT } from '../../../shared/limits.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Modal } from '../../ui/modal.tsx';
import { paths } from '../app/paths.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import css from './new-conversation.module.css';

export function NewTeam({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  return (
    <Modal open={open} onOpenChange={onOpenChange} title="New team" about="You will own it. Teams see nothing of each other.">
      <NewTeamForm onDone={() => onOpenChange(false)} />
    </Modal>
  );
}

function NewTeamForm({ onDone }: { onDone(): void }) {
  const { parley } = useWorkspace();
  const [, go] = useLocation();
  const [name, setName] = useState('');
  const create = useAct(async () => {
    const { team } = await parley.api.team.create.mutate({ name: name.trim() });
    onDone();
    go(paths.team(team.id));
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void create.run();
  };
  return (
    <form className={css.form} onSubmit={submit}>
      {create.problem && <ProblemNotice problem={create.problem} />}
      <Field label="Team name" required maxLength={TEXT.teamNameMaxChars} value={name} onChange={(event) => setName(event.target.value)} />
      <div className={css.actions}>
        <Button kind="primary" type="submit" busy={create.busy}>
          Create team
        </Button>
      </div>
    </form>
  );
}
