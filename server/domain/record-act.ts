import type { AuditDraft } from '../../db/store.ts';
import type { UserId } from '../../shared/ids.ts';
import type { Caller } from '../auth/authentication.ts';
import type { App } from '../ports.ts';

/** What is done outside of a guarded write, by somebody who is only then known or no longer (AUDIT-1). Written before this returns. */
export function recordAct(
  app: App,
  { ip, agent }: Caller,
  act: Pick<AuditDraft, 'action' | 'path' | 'teamId' | 'subject'> & { userId: UserId; signedIn?: true },
): Promise<void> {
  const { signedIn, ...rest } = act;
  return app.audit.act({ ...rest, credential: signedIn ? 'session' : 'none', origin: { ip, agent } });
}
