import css from './key-hint.module.css';

/** A key as it is written on the keyboard. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={css.keys}>
      {keys.split(' ').map((key) => (
        <kbd key={key} className={css.key}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
