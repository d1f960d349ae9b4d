import { useState, type ComponentProps, type FormEvent } from 'react';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useSay } from '../../ui/toast.tsx';
import { useAct } from '../app/use-call.ts';
import page from './page.module.css';

/** One's own name, or that of a team. `save` is given it without the spaces around. */
export function NameForm({
  value,
  save,
  ...field
}: { value: string; save: (name: string) => Promise<unknown> } & Pick<
  ComponentProps<typeof Field>,
  'label' | 'name' | 'autoComplete' | 'maxLength'
>) {
  const say = useSay();
  const [name, setName] = useState(value);
  const saving = useAct(async () => {
    await save(name.trim());
    say('Name saved.');
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void saving.run();
  };
  return (
    <form className={page.line} onSubmit={submit}>
      <Field
        {...field}
        className={page.grow}
        required
        error={saving.problem?.fields['name'] ?? saving.problem?.say}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" busy={saving.busy} disabled={name.trim() === '' || name.trim() === value}>
        Save
      </Button>
    </form>
  );
}
