import { useState, type FormEvent } from 'react';
import { PASSWORD } from '../../../shared/limits.ts';
import type { User } from '../../../shared/schemas/identity.ts';
import type { Parley } from '../../sdk/types.ts';
import { Button } from '../../ui/button.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { EntryPage } from './entry-page.tsx';
import css from './entry-page.module.css';

interface ResetProps {
  parley: Parley;
  token: string;
  /** Who is signed in here; the link may be somebody else's. */
  user?: User;
  /** This browser is signed in with the new password. */
  onDone(): void;
  onLeave(): void;
}

/** A new password by a link that an administrator gave, once. */
export function Reset({ parley, token, user, onDone, onLeave }: ResetProps) {
  const [newPassword, setNew] = useState('');
  const reset = useAct(async () => {
    await parley.api.auth.resetPassword.mutate({ token, newPassword });
    onDone();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void reset.run();
  };
  const problem = reset.problem;
  const wrong = problem?.fields['newPassword'];
  if (problem?.reason === 'INVITE_INVALID' || problem?.fields['token'] !== undefined) {
    return (
      <EntryPage
        title="This link does not work any more"
        about="It has expired, was used already or never existed. Ask the administrator of this server for a new one."
      >
        <Button onClick={onLeave}>Go to Parley</Button>
      </EntryPage>
    );
  }
  return (
    <EntryPage title="Choose a new password" about="Every device is signed out, and you are signed in here.">
      <form className={css.form} onSubmit={submit}>
        {problem && wrong === undefined && <ProblemNotice problem={problem} />}
        {user !== undefined && (
          <p>
            You are signed in here as <strong>{user.name}</strong>. If the link is of another account, this browser goes on with that one.
          </p>
        )}
        <PasswordField
          label="New password"
          name="new"
          autoComplete="new-password"
          ref={takeFocus}
          required
          minLength={PASSWORD.minChars}
          maxLength={PASSWORD.maxChars}
          hint={`At least ${PASSWORD.minChars} characters. Any will do; a few words are easy to keep.`}
          error={wrong}
          value={newPassword}
          onChange={(event) => setNew(event.target.value)}
        />
        <Button kind="primary" type="submit" busy={reset.busy}>
          Save and sign in
        </Button>
      </form>
    </EntryPage>
  );
}
