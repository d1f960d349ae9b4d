import type { ReactNode } from 'react';
import { useTitle } from '../app/use-title.ts';
import { MenuButton } from './menu-button.tsx';
import css from './page.module.css';

interface PageProps {
  title: string;
  about?: ReactNode;
  /** Links to the pages beside this one. */
  tabs?: ReactNode;
  /** Nothing in it takes the focus: it takes it itself, so that the keys scroll it. */
  readOnly?: boolean;
  children: ReactNode;
}

/** A screen beside the sidebar that is not a conversation: a title, one sentence, sections. */
export function Page({ title, about, tabs, readOnly = false, children }: PageProps) {
  useTitle(title);
  return (
    <div className={css.page} {...(readOnly && { tabIndex: 0, role: 'region', 'aria-label': title })}>
      <header className={css.bar}>
        <MenuButton />
      </header>
      <div className={css.column}>
        <div className={css.head}>
          <h1 className={css.title}>{title}</h1>
          {about !== undefined && <p className={css.about}>{about}</p>}
          {tabs}
        </div>
        {children}
      </div>
    </div>
  );
}

export function Section({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) {
  return (
    <section className={css.section} aria-label={title}>
      <div className={css.sectionHead}>
        <h2 className={css.sectionTitle}>{title}</h2>
        {about !== undefined && <p className={css.sectionAbout}>{about}</p>}
      </div>
      {children}
    </section>
  );
}
