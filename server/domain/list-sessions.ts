import type { SessionRow } from '../../db/store.ts';
import type { SessionInfo } from '../../shared/schemas/identity.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';

/** Where the person is signed in, last used first. */
export async function listSessions(app: App, who: Principal): Promise<SessionInfo[]> {
  const now = app.clock.now();
  const rows = await app.store.sessions.listOf(who.userId);
  return rows.filter((row) => row.expiresAt > now).map((row) => infoOf(row, who));
}

function infoOf({ id, handle, createdAt, lastUsedAt, expiresAt, ip, agent }: SessionRow, who: Principal): SessionInfo {
  const time = (ms: number) => new Date(ms).toISOString();
  return {
    id: handle,
    current: id === who.credential.id,
    createdAt: time(createdAt),
    lastUsedAt: time(lastUsedAt),
    expiresAt: time(expiresAt),
    ip,
    agent,
  };
}
