import { TEXT } from '../../../shared/limits.ts';
import { count } from '../app/times.ts';
import css from './composer.module.css';

/** Before a text becomes too long it says how far it is; when it is, by how much. Nothing is cut off. */
export function TooLong({ chars }: { chars: number }) {
  const over = chars - TEXT.messageMaxChars;
  if (chars <= TEXT.messageMaxChars * 0.9) return null;
  return (
    <span className={over > 0 ? `${css.count} ${css.over}` : css.count} role="status">
      {over > 0 ? `${count(over)} characters too long` : `${count(chars)} of ${count(TEXT.messageMaxChars)}`}
    </span>
  );
}
