import { refuse } from '../../shared/errors.ts';
import type { SessionHandle } from '../../shared/ids.ts';
import type { Team, User } from '../../shared/schemas/identity.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';

export interface Me {
  user: User;
  session: { id: SessionHandle; expiresAt: string };
  teams: Team[];
}

export async function me(app: App, who: Principal): Promise<Me> {
  const found = (await app.store.sessions.find(who.credential.id)) ?? refuse('SESSION_REVOKED');
  const teams = await app.store.teams.listOf(who.userId);
  const { handle, expiresAt } = found.session;
  return { user: found.user, session: { id: handle, expiresAt: new Date(expiresAt).toISOString() }, teams };
}
