import { useState, type FormEvent } from 'react';
import { Link } from 'wouter';
import type { Parley } from '../../sdk/types.ts';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import { paths } from '../app/paths.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { EntryPage } from './entry-page.tsx';
import css from './entry-page.module.css';

interface SignInProps {
  parley: Parley;
  /** Whether people may register without an invite. */
  open: boolean;
  onSignedIn(): void;
}

export function SignIn({ parley, open, onSignedIn }: SignInProps) {
  return (
    <EntryPage
      title="Sign in"
      foot={
        <>
          {open ? (
            <p>
              New here? <Link href={paths.register}>Create an account</Link>
            </p>
          ) : (
            <p>New people join by an invite link. Ask somebody of the team for one.</p>
          )}
          <p>Forgot your password? The administrator of this server can give you a link.</p>
        </>
      }
    >
      <SignInForm parley={parley} onSignedIn={onSignedIn} />
    </EntryPage>
  );
}

interface SignInFormProps extends Pick<SignInProps, 'parley' | 'onSignedIn'> {
  /** What was typed as the address elsewhere on the page. */
  email?: string;
  onEmail?(email: string): void;
}

export function SignInForm({ parley, onSignedIn, email: typed = '', onEmail }: SignInFormProps) {
  const [email, setEmail] = useState(typed);
  const [password, setPassword] = useState('');
  const signIn = useAct(async () => {
    await parley.signIn({ email: email.trim(), password });
    onSignedIn();
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void signIn.run();
  };
  return (
    <form className={css.form} onSubmit={submit}>
      {signIn.problem && <ProblemNotice problem={signIn.problem} />}
      <Field
        label="E-mail address"
        type="email"
        name="email"
        autoComplete="username"
        {...(typed === '' && { ref: takeFocus })}
        required
        value={email}
        onChange={(event) => {
          setEmail(event.target.value);
          onEmail?.(event.target.value);
        }}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button kind="primary" type="submit" busy={signIn.busy}>
        Sign in
      </Button>
    </form>
  );
}
