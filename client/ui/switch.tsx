import { Switch as Primitive } from 'radix-ui';
import css from './switch.module.css';

export function Switch({
  label,
  checked,
  disabled = false,
  onChange,
}: {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange(checked: boolean): void;
}) {
  return (
    <Primitive.Root className={css.switch} aria-label={label} checked={checked} disabled={disabled} onCheckedChange={onChange}>
      <Primitive.Thumb className={css.thumb} />
    </Primitive.Root>
  );
}
