import ChevronRight from 'lucide-react/icons/chevron-right';
import { useId, useState } from 'react';
import { classes } from '../../ui/classes.ts';
import { Markdown } from '../../ui/markdown/markdown.tsx';
import { duration } from '../app/times.ts';
import { useNow } from '../app/use-now.ts';
import css from './thinking.module.css';

interface ThinkingProps {
  text: string;
  growing: boolean;
  /** There is nothing else yet. */
  alone: boolean;
}

/** What the model thought before it wrote: folded away, but open while it is all there is. A press of one's own decides from then on. */
export function Thinking({ text, growing, alone }: ThinkingProps) {
  const [own, setOwn] = useState<boolean>();
  const open = own ?? alone;
  const id = useId();
  const tookMs = useTook(growing);
  return (
    <div className={css.thinking}>
      <button type="button" className={css.head} aria-expanded={open} aria-controls={id} onClick={() => setOwn(!open)}>
        <ChevronRight size={14} className={classes(css.arrow, open && css.turned)} />
        {growing ? 'Thinking' : 'Thought'}
        {tookMs !== undefined && tookMs >= 1_000 && (
          <span className={css.time}>{growing ? `· ${duration(tookMs)}` : `for ${duration(tookMs)}`}</span>
        )}
      </button>
      <div id={id} className={css.text} hidden={!open}>
        {open && <Markdown text={text} growing={growing} />}
      </div>
    </div>
  );
}

/** How long it has thought, as far as this page saw it; what was thought before one came has no time. */
function useTook(growing: boolean): number | undefined {
  const now = useNow(growing);
  const [began] = useState(() => (growing ? Date.now() : undefined));
  return began === undefined ? undefined : now - began;
}
