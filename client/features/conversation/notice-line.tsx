import type { ReactNode } from 'react';
import type { Row } from '../../store/timeline.ts';
import { listed } from '../app/names.ts';
import css from './row.module.css';

/** Who joined or left, one after the other. */
export function NoticeLine({ row: { key, notices }, children }: { row: Extract<Row, { kind: 'notice' }>; children?: ReactNode }) {
  const names = notices.map(({ person }) => person.name);
  return (
    <p className={css.notice} data-row={key} title={names.length > 3 ? names.join(', ') : undefined}>
      {listed(names)} {notices[0].type === 'member.left' ? 'left' : 'joined'}
      {children}
    </p>
  );
}
