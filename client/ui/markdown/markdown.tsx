import { classes } from '../classes.ts';
import { Part } from './part.tsx';
import { useSight } from './sight.ts';
import { useReading } from './use-reading.ts';
import css from './markdown.module.css';

/** A text of more parts is long. */
const LONG = 8;
/** Of a long text that is opened at its end. */
const LAST_PARTS = 2;

/** Text of people and models as elements of our own: never as HTML, and nothing in it loads or opens by itself (INPUT-4). */
export function Markdown({ text, growing = false }: { text: string; growing?: boolean }) {
  const reading = useReading(text, growing);
  const parts = reading?.parts ?? [];
  const sight = useSight(parts.length > LONG);
  return (
    <div className={classes(css.text, growing && css.growing)} aria-busy={reading === undefined || undefined}>
      {parts.map((blocks, at) => (
        <Part
          key={at}
          blocks={blocks}
          links={reading?.links ?? NO_LINKS}
          open={growing && at === parts.length - 1}
          first={growing || at >= parts.length - LAST_PARTS}
          sight={sight}
        />
      ))}
    </div>
  );
}

const NO_LINKS = {};
