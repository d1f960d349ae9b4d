import { useState } from 'react';
import { classes } from '../classes.ts';
import { Blocks } from './block-view.tsx';
import { MarkdownReader } from './reader.ts';
import css from './markdown.module.css';

/** Text of people and models as elements of our own: never as HTML, and nothing in it loads or opens by itself (INPUT-4). */
export function Markdown({ text, growing = false }: { text: string; growing?: boolean }) {
  const [reader] = useState(() => new MarkdownReader());
  const { blocks, links } = reader.read(text);
  return (
    <div className={classes(css.text, growing && css.growing)}>
      <Blocks blocks={blocks} links={links} />
    </div>
  );
}
