import Ban from 'lucide-react/icons/ban';
import Check from 'lucide-react/icons/check';
import ChevronRight from 'lucide-react/icons/chevron-right';
import { useState } from 'react';
import type { UserId } from '../../../shared/ids.ts';
import type { AuditEntry } from '../../../shared/schemas/audit.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Skeleton } from '../../ui/late.tsx';
import { deviceOf } from '../account/device.ts';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { onDay } from '../app/times.ts';
import { useCall } from '../app/use-call.ts';
import { useInbox, useWorkspace } from '../app/workspace.ts';
import { auditSentence } from './audit-words.ts';
import page from '../frame/page.module.css';
import css from './audit.module.css';

const PER_PAGE = 50;

interface AuditListProps {
  team: Team;
  refused: boolean;
  userId?: UserId;
  nameOf(id: UserId): string | undefined;
  /** Where the page before this one ended. */
  cursor?: string;
}

/** One page of lines, and under it the next once somebody wants it. */
export function AuditList({ cursor, ...about }: AuditListProps) {
  const { parley } = useWorkspace();
  const { team, refused, userId, nameOf } = about;
  const [more, showMore] = useState(false);
  const revision = useInbox((inbox) => inbox?.membersRevision.get(team.id) ?? 0);
  const ask = () =>
    parley.api.audit.list.query({
      teamId: team.id,
      limit: PER_PAGE,
      ...(refused && { refused }),
      ...(userId && { userId }),
      ...(cursor !== undefined && { cursor }),
    });
  // What was written earlier stays as it is.
  const asked = useCall(`audit ${cursor}`, ask, cursor === undefined ? revision : 0);
  if (asked.problem) return <ProblemNotice problem={asked.problem} onRetry={asked.again} />;
  if (!asked.answer) return <Skeleton lines={4} />;
  const { items, nextCursor } = asked.answer;
  if (items.length === 0) return <p className={page.detail}>{refused ? 'Nothing was refused.' : 'There are no lines yet.'}</p>;
  return (
    <>
      <ol className={page.list} aria-label={cursor === undefined ? 'Lines' : 'Earlier lines'}>
        {items.map((entry) => (
          <Line key={entry.seq} entry={entry} sentence={auditSentence(entry, nameOf)} />
        ))}
      </ol>
      {nextCursor !== undefined && more && <AuditList {...about} cursor={nextCursor} />}
      {nextCursor !== undefined && !more && (
        <div>
          <Button onClick={() => showMore(true)}>Show earlier lines</Button>
        </div>
      )}
    </>
  );
}

/** A sentence; what else is known stands folded under it. */
function Line({ entry, sentence }: { entry: AuditEntry; sentence: string }) {
  const { at, allowed } = entry;
  return (
    <li>
      <details className={css.line}>
        <summary className={css.summary}>
          <span className={classes(css.mark, !allowed && css.refused)}>{allowed ? <Check size={15} /> : <Ban size={15} />}</span>
          <span className={css.sentence}>{sentence}</span>
          <time className={css.time} dateTime={at}>
            {onDay(at)}
          </time>
          <ChevronRight size={14} className={css.chevron} />
        </summary>
        <Details entry={entry} />
      </details>
    </li>
  );
}

function Details({ entry: { seq, ip, agent, credential, action, reason, path } }: { entry: AuditEntry }) {
  const rows: [string, string][] = [
    ['Line', String(seq)],
    ['Action', action],
    ...(reason === undefined ? [] : [['Refused with', reason] satisfies [string, string]]),
    ...(path.length === 0 ? [] : [['Decided by', path.join(' → ')] satisfies [string, string]]),
    ['Proof of identity', credential === 'session' ? 'a session' : 'none'],
    ...(ip === '' ? [] : [['From', `${ip} · ${deviceOf(agent).name}`] satisfies [string, string]]),
  ];
  return (
    <dl className={css.details}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
