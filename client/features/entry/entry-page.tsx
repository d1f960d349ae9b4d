import type { ReactNode } from 'react';
import { Mark } from './mark.tsx';
import css from './entry-page.module.css';

/** The frame of every page before one is inside: the mark, a title, one sentence, the form. */
export function EntryPage({ title, about, children, foot }: { title: string; about?: ReactNode; children?: ReactNode; foot?: ReactNode }) {
  return (
    <main className={css.page}>
      <div className={css.card}>
        <Mark />
        <header className={css.head}>
          <h1 className={css.title}>{title}</h1>
          {about !== undefined && <p className={css.about}>{about}</p>}
        </header>
        {children}
        {foot !== undefined && <footer className={css.foot}>{foot}</footer>}
      </div>
    </main>
  );
}
