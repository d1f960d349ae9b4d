import { useState, type FormEvent } from 'react';
import { TEXT } from '../../../shared/limits.ts';
import type { OllamaStatus } from '../../../shared/schemas/model.ts';
import type { Parley } from '../../sdk/types.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { AccountFields, NOBODY } from './account-fields.tsx';
import { EntryPage } from './entry-page.tsx';
import css from './entry-page.module.css';

export interface Found {
  ollama?: OllamaStatus | undefined;
  models?: string[] | undefined;
}

/** Nobody is here yet: the first account, which owns the first team. One press later the conversation is open. */
export function FirstRun({ parley, found, onSignedIn }: { parley: Parley; found: Found; onSignedIn(): void }) {
  const [account, setAccount] = useState(NOBODY);
  const [ownName, setOwnName] = useState<string>();
  const team = ownName ?? usualTeamName(account.name);
  const begin = useAct(async () => {
    await parley.register({ ...account, email: account.email.trim() });
    // Should the team fail, the account stands: the app then asks for the team alone.
    await parley.api.team.create.mutate({ name: team }).catch(() => undefined);
    onSignedIn();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void begin.run();
  };
  const fields = begin.problem?.fields ?? {};
  return (
    <EntryPage
      title="Welcome to Parley"
      about="A place for your team and the models on your own machine. You will own it; nothing leaves it."
    >
      <form className={css.form} onSubmit={submit}>
        {begin.problem && Object.keys(fields).length === 0 && <ProblemNotice problem={begin.problem} />}
        <AccountFields account={account} errors={fields} onChange={setAccount} />
        <Field
          label="Team name"
          name="team"
          autoComplete="organization"
          required
          maxLength={TEXT.teamNameMaxChars}
          value={team}
          onChange={(event) => setOwnName(event.target.value)}
        />
        <Button kind="primary" type="submit" busy={begin.busy}>
          Start
        </Button>
      </form>
      <FoundModels found={found} />
    </EntryPage>
  );
}

function usualTeamName(name: string): string {
  const [first = ''] = name.trim().split(/\s+/);
  return first === '' ? '' : `${first}’s team`.slice(0, TEXT.teamNameMaxChars);
}

function FoundModels({ found: { ollama, models = [] } }: { found: Found }) {
  if (ollama === undefined || ollama.state === 'looking') return null;
  if (ollama.state === 'missing') {
    return (
      <div className={css.found}>
        <p>
          <strong>No Ollama at {ollama.address} yet.</strong> That is fine: the built-in guide answers meanwhile and shows how to add one.
        </p>
      </div>
    );
  }
  return (
    <div className={css.found}>
      <p>
        <strong>Ollama {ollama.version} found</strong> at {ollama.address}.
      </p>
      <p>{models.length === 0 ? 'It has no models yet; you can pull one inside.' : `Models ready: ${listed(models)}.`}</p>
    </div>
  );
}

function listed(names: string[]): string {
  const shown = names.slice(0, 4);
  const more = names.length - shown.length;
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(more > 0 ? [...shown, `${more} more`] : shown);
}
