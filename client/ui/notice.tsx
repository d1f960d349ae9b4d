import CircleAlert from 'lucide-react/icons/circle-alert';
import Info from 'lucide-react/icons/info';
import type { ReactNode } from 'react';
import { classes } from './classes.ts';
import css from './notice.module.css';

/** What happened and what to do. A problem is read out as soon as it appears. */
export function Notice({
  tone = 'info',
  detail,
  action,
  children,
}: {
  tone?: 'info' | 'danger' | 'warn';
  detail?: string | undefined;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classes(css.notice, css[tone])} role={tone === 'danger' ? 'alert' : undefined}>
      <span className={css.icon}>{tone === 'info' ? <Info size={16} /> : <CircleAlert size={16} />}</span>
      <div className={css.text}>
        <div>{children}</div>
        {detail !== undefined && <small className={css.detail}>{detail}</small>}
      </div>
      {action}
    </div>
  );
}
