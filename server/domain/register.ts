import { refuse } from '../../shared/errors.ts';
import type { Team, User } from '../../shared/schemas/identity.ts';
import type { App, HttpAnswer } from '../ports.ts';
import type { Connection } from '../realtime/live.ts';
import { beginSession } from './begin-session.ts';
import { recordAct } from './record-act.ts';
import { tell } from './tell.ts';
import { tellMembers } from './tell-members.ts';

interface NewPerson {
  name: string;
  email: string;
  password: string;
  inviteToken?: string | undefined;
}

/** Makes an account and signs it in; with an invite it joins that team in the same step. The first account of all is the administrator's. */
export async function register(app: App, person: NewPerson, caller: Connection, http: HttpAnswer): Promise<{ user: User; team?: Team }> {
  const { name, email, password, inviteToken } = person;
  await app.auth.limitRegistration(caller);
  const inviteHash = inviteToken === undefined ? undefined : app.auth.hashToken(inviteToken);
  await mustBeOpen(app, inviteHash);
  const passwordHash = await app.auth.hashPassword(password, { email, name });
  // Asked again: while this one was hashed, somebody else may have become the first.
  await mustBeOpen(app, inviteHash);
  const draft = { name, email, passwordHash, ...(inviteHash !== undefined && { inviteHash }) };
  const { user, team, changes } = await app.store.users.register(draft, app.clock.now());
  await beginSession(app, user.id, caller.credential, caller, http);
  await recordAct(app, caller, {
    action: 'auth.register',
    userId: user.id,
    ...(team && { teamId: team.id, subject: { kind: 'team', id: team.id } }),
    path: [inviteHash === undefined ? 'registration:open' : 'invite:valid'],
  });
  await tell(app, changes);
  if (team) await tellMembers(app, team.id);
  return { user, ...(team && { team }) };
}

/** Before anything expensive is done for a stranger. */
async function mustBeOpen(app: App, inviteHash: string | undefined): Promise<void> {
  if (inviteHash !== undefined) {
    if (!(await app.store.invites.preview(inviteHash, app.clock.now()))) refuse('INVITE_INVALID');
    return;
  }
  if (app.config.registration === 'invite' && !(await app.store.users.none())) refuse('REGISTRATION_CLOSED');
}
