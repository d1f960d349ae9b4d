import Eye from 'lucide-react/icons/eye';
import EyeOff from 'lucide-react/icons/eye-off';
import { useState, type ComponentProps } from 'react';
import { Field } from './field.tsx';
import css from './password-field.module.css';

/** A password that can be looked at before it is sent: fewer mistakes than a second field (OWASP ASVS 6.2.6). */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'type'>) {
  const [shown, show] = useState(false);
  return (
    <div className={css.room}>
      <Field {...props} type={shown ? 'text' : 'password'} autoCapitalize="none" spellCheck={false} />
      <button
        type="button"
        className={css.toggle}
        aria-label={shown ? 'Hide the password' : 'Show the password'}
        onClick={() => show(!shown)}
      >
        {shown ? <EyeOff size={16} /> : <Eye size={16} />}
      </button>
    </div>
  );
}
