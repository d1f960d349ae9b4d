import Sparkle from 'lucide-react/icons/sparkle';
import { classes } from '../../ui/classes.ts';
import css from './row.module.css';

/** Where people have initials, a model has this. */
export function ModelFace({ small = false }: { small?: boolean }) {
  return (
    <span className={classes(css.modelFace, small && css.small)} aria-hidden="true">
      <Sparkle size={small ? 12 : 17} />
    </span>
  );
}
