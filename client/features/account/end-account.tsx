import { useState, type FormEvent } from 'react';
import { PASSWORD } from '../../../shared/limits.ts';
import { Button } from '../../ui/button.tsx';
import { Modal } from '../../ui/modal.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import type { Closed } from '../app/session.ts';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import form from '../frame/new-conversation.module.css';
import css from './end-account.module.css';

const ENDINGS: Record<Closed, { title: string; act: string; about: string }> = {
  disabled: {
    title: 'Disable your account?',
    act: 'Disable',
    about:
      'You are signed out everywhere, your replies stop and your invites end. Everything is kept, and an administrator of this server can enable it again.',
  },
  erased: {
    title: 'Delete your account?',
    act: 'Delete for good',
    about:
      'You are signed out everywhere and leave all teams. Your name and e-mail address go; what you wrote stays with the teams it was written in. This cannot be turned back.',
  },
};

/** Two ways out, each confirmed by the password. Whoever is the last owner of a team is told which to hand over first. */
export function EndAccount() {
  const [how, setHow] = useState<Closed>('disabled');
  const [open, setOpen] = useState(false);
  const ask = (wanted: Closed) => {
    setHow(wanted);
    setOpen(true);
  };
  return (
    <>
      <div className={css.ways}>
        <Button onClick={() => ask('disabled')}>Disable account</Button>
        <Button onClick={() => ask('erased')}>Delete account</Button>
      </div>
      <Modal open={open} onOpenChange={setOpen} title={ENDINGS[how].title} about={ENDINGS[how].about}>
        <ConfirmForm how={how} />
      </Modal>
    </>
  );
}

function ConfirmForm({ how }: { how: Closed }) {
  const { parley, me, closed } = useWorkspace();
  const [password, setPassword] = useState('');
  const end = useAct(async () => {
    await (how === 'disabled' ? parley.api.account.disable : parley.api.account.delete).mutate({ password });
    closed(how);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void end.run();
  };
  const wrong = end.problem?.fields['password'] ?? (end.problem?.reason === 'WRONG_CREDENTIALS' ? 'This is not your password.' : undefined);
  return (
    <form className={form.form} onSubmit={submit}>
      {end.problem && wrong === undefined && <ProblemNotice problem={end.problem} />}
      {/* Tells password managers whose password this is. */}
      <input type="email" name="email" autoComplete="username" value={me.email} readOnly hidden />
      <PasswordField
        label="Your password"
        name="password"
        autoComplete="current-password"
        required
        maxLength={PASSWORD.maxChars}
        error={wrong}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <div className={form.actions}>
        <Button kind="danger" type="submit" busy={end.busy} disabled={password === ''}>
          {ENDINGS[how].act}
        </Button>
      </div>
    </form>
  );
}
