import { useState, type FormEvent } from 'react';
import { PASSWORD, TEXT } from '../../../shared/limits.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { useSay } from '../../ui/toast.tsx';
import { setPreference, usePreferences } from '../app/preferences.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import { NameForm } from '../frame/name-form.tsx';
import { Page, Section } from '../frame/page.tsx';
import { EndAccount } from './end-account.tsx';
import { Sessions } from './sessions.tsx';
import page from '../frame/page.module.css';

/** Everything about oneself, and the choices of this browser. */
export function AccountScreen() {
  const { parley, me, renewed } = useWorkspace();
  return (
    <Page title="Account" about={me.email}>
      <Section title="Name">
        <NameForm
          label="Your name"
          name="name"
          autoComplete="name"
          maxLength={TEXT.nameMaxChars}
          value={me.name}
          save={async (name) => renewed((await parley.api.account.update.mutate({ name })).user)}
        />
      </Section>
      <Section title="Appearance" about="For this browser.">
        <ThemeChoice />
      </Section>
      <Section title="Sending a message" about="For this browser. The other one breaks the line.">
        <SendKeyChoice />
      </Section>
      <Section title="Signed in on" about="A device you end is signed out at once.">
        <Sessions />
      </Section>
      <Section title="Password" about="Changing it signs out every other device.">
        <PasswordForm />
      </Section>
      <Section title="Close your account" about="A team always has an owner: hand over first what only you own.">
        <EndAccount />
      </Section>
    </Page>
  );
}

function ThemeChoice() {
  const { theme } = usePreferences();
  return (
    <Choice
      label="Appearance"
      value={theme}
      options={[
        { value: 'system', label: 'As the system' },
        { value: 'light', label: 'Light' },
        { value: 'dark', label: 'Dark' },
      ]}
      onChange={(value) => setPreference('theme', value)}
    />
  );
}

function SendKeyChoice() {
  const { sendKey } = usePreferences();
  return (
    <Choice
      label="Sending a message"
      value={sendKey}
      options={[
        { value: 'enter', label: 'Enter sends' },
        { value: 'mod-enter', label: 'Ctrl or ⌘ Enter sends' },
      ]}
      onChange={(value) => setPreference('sendKey', value)}
    />
  );
}

function PasswordForm() {
  const { parley, me } = useWorkspace();
  const say = useSay();
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNew] = useState('');
  const change = useAct(async () => {
    const { ended } = await parley.api.auth.changePassword.mutate({ currentPassword, newPassword });
    setCurrent('');
    setNew('');
    say(
      ended === 0
        ? 'Password changed.'
        : `Password changed. ${ended === 1 ? '1 other device was' : `${ended} other devices were`} signed out.`,
    );
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void change.run();
  };
  const fields = change.problem?.fields ?? {};
  return (
    <form className={page.form} onSubmit={submit}>
      {change.problem && Object.keys(fields).length === 0 && <ProblemNotice problem={change.problem} />}
      {/* Tells password managers whose password this is. */}
      <input type="email" name="email" autoComplete="username" value={me.email} readOnly hidden />
      <PasswordField
        label="Current password"
        name="current"
        autoComplete="current-password"
        required
        value={currentPassword}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <PasswordField
        label="New password"
        name="new"
        autoComplete="new-password"
        required
        minLength={PASSWORD.minChars}
        maxLength={PASSWORD.maxChars}
        hint={`At least ${PASSWORD.minChars} characters.`}
        error={fields['newPassword']}
        value={newPassword}
        onChange={(event) => setNew(event.target.value)}
      />
      <Button type="submit" busy={change.busy}>
        Change password
      </Button>
    </form>
  );
}
