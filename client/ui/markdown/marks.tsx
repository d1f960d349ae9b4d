import { createContext, useContext, type ReactNode } from 'react';
import css from './markdown.module.css';

/** A piece of a text that stands out; `own`: it means the reader. */
export interface Mark {
  from: number;
  to: number;
  own: boolean;
}

/** Finds what stands out in a plain text, in order; nothing does unless somebody around the text says so. */
export const MarksContext = createContext<((text: string) => Mark[]) | undefined>(undefined);

export function Marked({ text }: { text: string }): ReactNode {
  const marks = useContext(MarksContext)?.(text) ?? [];
  if (marks.length === 0) return text;
  const parts: ReactNode[] = [];
  let done = 0;
  for (const { from, to, own } of marks) {
    parts.push(
      text.slice(done, from),
      <span key={from} className={own ? `${css.mark} ${css.own}` : css.mark}>
        {text.slice(from, to)}
      </span>,
    );
    done = to;
  }
  return [...parts, text.slice(done)];
}
