import { useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import type { Team } from '../../../shared/schemas/identity.ts';
import type { Parley } from '../../sdk/types.ts';
import { Button } from '../../ui/button.tsx';
import { paths } from '../app/paths.ts';
import { problemOf, type Problem } from '../app/problem.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { AccountFields, NOBODY, type NewAccount } from './account-fields.tsx';
import { EntryPage } from './entry-page.tsx';
import css from './entry-page.module.css';

export function Register({ parley, onSignedIn }: { parley: Parley; onSignedIn(): void }) {
  return (
    <EntryPage
      title="Create an account"
      foot={
        <p>
          Already have one? <Link href={paths.signIn}>Sign in</Link>
        </p>
      }
    >
      <RegisterForm parley={parley} act="Create account" onRegistered={() => onSignedIn()} />
    </EntryPage>
  );
}

interface RegisterFormProps {
  parley: Parley;
  act: string;
  inviteToken?: string;
  /** What was typed as the address elsewhere on the page. */
  email?: string;
  onEmail?(email: string): void;
  onRegistered(team?: Team): void;
  onRefused?(problem: Problem): void;
}

export function RegisterForm({ parley, act, inviteToken, email = '', onEmail, onRegistered, onRefused }: RegisterFormProps) {
  const [account, setAccount] = useState({ ...NOBODY, email });
  const register = useAct(async () => {
    try {
      const { team } = await parley.register({
        ...account,
        email: account.email.trim(),
        ...(inviteToken !== undefined && { inviteToken }),
      });
      onRegistered(team);
    } catch (error) {
      onRefused?.(problemOf(error));
      throw error;
    }
  });
  const change = (changed: NewAccount) => {
    setAccount(changed);
    onEmail?.(changed.email);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void register.run();
  };
  const fields = register.problem?.fields ?? {};
  return (
    <form className={css.form} onSubmit={submit}>
      {register.problem && Object.keys(fields).length === 0 && <ProblemNotice problem={register.problem} />}
      <AccountFields account={account} errors={fields} onChange={change} />
      <Button kind="primary" type="submit" busy={register.busy}>
        {act}
      </Button>
    </form>
  );
}
