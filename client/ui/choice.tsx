import { RadioGroup } from 'radix-ui';
import css from './choice.module.css';

/** One of a few, all of them in sight. */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: { value: Value; label: string }[];
  onChange(value: Value): void;
}) {
  const choose = (picked: string) => {
    const option = options.find((each) => each.value === picked);
    if (option !== undefined) onChange(option.value);
  };
  return (
    <RadioGroup.Root className={css.choice} aria-label={label} value={value} onValueChange={choose}>
      {options.map((option) => (
        <RadioGroup.Item key={option.value} value={option.value} className={css.option}>
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
