import { classes } from './classes.ts';
import css from './avatar.module.css';

/** Dark enough for white initials in light and dark alike. */
const COLOURS = ['#8a4b9e', '#3d6ab0', '#2a7a6d', '#a0522d', '#5b5fb5', '#9c4668', '#4a7532', '#8a6116', '#2f7390', '#7a5548'] as const;

function colourOf(id: string): string {
  let sum = 7;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return COLOURS[sum % COLOURS.length] ?? COLOURS[0];
}

function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? '';
  const last = words.length > 1 ? (words.at(-1) ?? '') : '';
  const letters = [first, last].map((word) => [...word][0] ?? '').join('');
  return letters.toLocaleUpperCase() || '?';
}

/** Initials on a colour from the id. Says nothing to screen readers: the name stands beside it. */
export function Avatar({ id, name, size = 'm', online }: { id: string; name: string; size?: 'xs' | 's' | 'm'; online?: boolean }) {
  return (
    <span className={classes(css.avatar, css[size])} style={{ backgroundColor: colourOf(id) }} aria-hidden="true">
      {initialsOf(name)}
      {online !== undefined && <span className={css.presence} data-online={online} />}
    </span>
  );
}
