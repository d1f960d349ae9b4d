import { PASSWORD, TEXT } from '../../../shared/limits.ts';
import { Field } from '../../ui/field.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { takeFocus } from '../../ui/take-focus.ts';

export interface NewAccount {
  name: string;
  email: string;
  password: string;
}

export const NOBODY: NewAccount = { name: '', email: '', password: '' };

interface AccountFieldsProps {
  account: NewAccount;
  errors: Record<string, string>;
  onChange(account: NewAccount): void;
}

/** What a new account needs; the same fields wherever one is made. */
export function AccountFields({ account, errors, onChange }: AccountFieldsProps) {
  const set = (change: Partial<NewAccount>) => onChange({ ...account, ...change });
  return (
    <>
      <Field
        label="Your name"
        name="name"
        autoComplete="name"
        ref={takeFocus}
        required
        maxLength={TEXT.nameMaxChars}
        error={errors['name']}
        value={account.name}
        onChange={(event) => set({ name: event.target.value })}
      />
      <Field
        label="E-mail address"
        name="email"
        type="email"
        autoComplete="username"
        required
        maxLength={TEXT.emailMaxChars}
        error={errors['email']}
        value={account.email}
        onChange={(event) => set({ email: event.target.value })}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="new-password"
        required
        minLength={PASSWORD.minChars}
        maxLength={PASSWORD.maxChars}
        hint={`At least ${PASSWORD.minChars} characters. Any will do; a few words are easy to keep.`}
        error={errors['password']}
        value={account.password}
        onChange={(event) => set({ password: event.target.value })}
      />
    </>
  );
}
