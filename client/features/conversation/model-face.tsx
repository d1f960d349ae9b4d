import Sparkle from 'lucide-react/icons/sparkle';
import css from './row.module.css';

/** Where people have initials, a model has this. */
export function ModelFace() {
  return (
    <span className={css.modelFace} aria-hidden="true">
      <Sparkle size={17} />
    </span>
  );
}
