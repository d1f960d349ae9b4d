import Laptop from 'lucide-react/icons/laptop';
import Smartphone from 'lucide-react/icons/smartphone';
import type { SessionInfo } from '../../../shared/schemas/identity.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/late.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { since } from '../app/times.ts';
import { useAct, useCall } from '../app/use-call.ts';
import { useWorkspace } from '../app/workspace.ts';
import { deviceOf } from './device.ts';
import page from '../frame/page.module.css';
import css from './sessions.module.css';

/** Where this account is signed in, with a way to end each. */
export function Sessions() {
  const { parley } = useWorkspace();
  const sessions = useCall('sessions', () => parley.api.session.list.query());
  const endOthers = useAct(async () => {
    await parley.api.session.revokeOthers.mutate();
    sessions.again();
  });
  if (sessions.problem) return <ProblemNotice problem={sessions.problem} onRetry={sessions.again} />;
  if (!sessions.answer) return <Skeleton />;
  const items = sessions.answer.items.toSorted((a, b) => Number(b.current) - Number(a.current) || b.lastUsedAt.localeCompare(a.lastUsedAt));
  return (
    <>
      <ul className={page.list}>
        {items.map((session) => (
          <SessionRow key={session.id} session={session} onEnded={sessions.again} />
        ))}
      </ul>
      {endOthers.problem && <ProblemNotice problem={endOthers.problem} />}
      {items.length > 1 && (
        <div>
          <Button busy={endOthers.busy} onClick={() => void endOthers.run()}>
            End all others
          </Button>
        </div>
      )}
    </>
  );
}

function SessionRow({ session, onEnded }: { session: SessionInfo; onEnded(): void }) {
  const { parley } = useWorkspace();
  const end = useAct(async () => {
    await parley.api.session.revoke.mutate({ sessionId: session.id });
    onEnded();
  });
  const device = deviceOf(session.agent);
  return (
    <li className={page.row}>
      <span className={css.icon}>{device.phone ? <Smartphone size={18} /> : <Laptop size={18} />}</span>
      <div className={page.main}>
        <div className={page.name}>
          {device.name}
          {session.current && <span className={`${page.tag} ${page.tagAccent}`}>This one</span>}
        </div>
        <div className={page.detail}>
          {session.ip} · used {since(session.lastUsedAt)} · signed in {since(session.createdAt)}
        </div>
        {end.problem && <ProblemNotice problem={end.problem} />}
      </div>
      {!session.current && (
        <Button size="small" busy={end.busy} onClick={() => void end.run()} aria-label={`End the session on ${device.name}`}>
          End
        </Button>
      )}
    </li>
  );
}
