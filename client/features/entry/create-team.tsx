import { useState, type FormEvent } from 'react';
import { TEXT } from '../../../shared/limits.ts';
import type { Parley } from '../../sdk/types.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { EntryPage } from './entry-page.tsx';
import css from './entry-page.module.css';

/** For somebody who is signed in and in no team. */
export function CreateTeam({ parley, name, onCreated, onSignOut }: { parley: Parley; name: string; onCreated(): void; onSignOut(): void }) {
  const [team, setTeam] = useState(`${name.split(/\s+/)[0] ?? name}’s team`);
  const create = useAct(async () => {
    await parley.api.team.create.mutate({ name: team });
    onCreated();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void create.run();
  };
  return (
    <EntryPage
      title="Create your team"
      about="You are not in a team yet. Create one, or open an invite link that somebody gave you."
      foot={
        <button type="button" className={css.link} onClick={onSignOut}>
          Sign out
        </button>
      }
    >
      <form className={css.form} onSubmit={submit}>
        {create.problem && <ProblemNotice problem={create.problem} />}
        <Field
          label="Team name"
          name="team"
          required
          ref={takeFocus}
          maxLength={TEXT.teamNameMaxChars}
          value={team}
          onChange={(event) => setTeam(event.target.value)}
        />
        <Button kind="primary" type="submit" busy={create.busy}>
          Create team
        </Button>
      </form>
    </EntryPage>
  );
}
