import WrapText from 'lucide-react/icons/wrap-text';
import { memo, useEffect, useRef, useState } from 'react';
import { CopyButton } from '../copy-button.tsx';
import { IconButton } from '../icon-button.tsx';
import css from './code-view.module.css';

const LINES_PER_CHUNK = 40;

interface CodeViewProps {
  code: string;
  language: string;
  /** More may come; it is coloured when it is whole. */
  growing: boolean;
}

/** A block of code. Its lines are drawn in chunks, so that a long one that grows costs one chunk a piece. */
export function CodeView({ code, language, growing }: CodeViewProps) {
  const [wrapped, wrap] = useState(false);
  // Tips are only made for a block that somebody points at: they cost more than its text.
  const [pointed, setPointed] = useState(false);
  const text = useRef<HTMLElement>(null);
  useEffect(() => {
    if (growing || language === '' || text.current === null) return undefined;
    return paint(text.current, code, language);
  }, [growing, code, language]);
  return (
    <figure className={css.code} onPointerEnter={() => setPointed(true)}>
      <figcaption className={css.head}>
        <span className={css.language}>{language === '' ? 'Text' : language}</span>
        <IconButton size="small" label="Wrap long lines" pressed={wrapped} tipped={pointed} onClick={() => wrap(!wrapped)}>
          <WrapText size={15} />
        </IconButton>
        <CopyButton text={code} label="Copy the code" tipped={pointed} />
      </figcaption>
      <pre
        className={wrapped ? `${css.pre} ${css.wrapped}` : css.pre}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard
        tabIndex={0}
        aria-label={`Code${language === '' ? '' : `, ${language}`}`}
        role="region"
      >
        <code ref={text}>
          {chunksOf(code).map((chunk, at) => (
            <Chunk key={at} text={chunk} />
          ))}
        </code>
      </pre>
    </figure>
  );
}

const Chunk = memo(function Chunk({ text }: { text: string }) {
  return <span>{text}</span>;
});

function chunksOf(code: string): string[] {
  const chunks: string[] = [];
  let from = 0;
  for (let at = code.indexOf('\n'), lines = 1; at !== -1; at = code.indexOf('\n', at + 1), lines += 1) {
    if (lines % LINES_PER_CHUNK !== 0) continue;
    chunks.push(code.slice(from, at + 1));
    from = at + 1;
  }
  return [...chunks, code.slice(from)];
}

/** Colours come with the first code there is. Without them it stays readable, so that nothing is said when they cannot be had. */
function paint(element: Element, code: string, language: string): () => void {
  let wash: (() => void) | undefined;
  let wanted = true;
  void import('./code-painter.ts').then(
    ({ paintCode }) => {
      if (wanted) wash = paintCode(element, code, language);
    },
    () => undefined,
  );
  return () => {
    wanted = false;
    wash?.();
  };
}
