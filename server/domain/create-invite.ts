import type { Guard, Role } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { TeamId } from '../../shared/ids.ts';
import { INVITE } from '../../shared/limits.ts';
import type { Invite } from '../../shared/schemas/identity.ts';
import { also, noting } from '../access/gate.ts';
import { outranks } from '../access/rules.ts';
import type { App } from '../ports.ts';

export interface InviteDraft {
  teamId: TeamId;
  role: Role;
  email?: string | undefined;
  expiresInHours?: number | undefined;
  maxUses?: number | undefined;
}

/** A link that lets whoever holds it into the team; with an address only that one, and once. Only its hash is stored: it is shown this once. */
export async function createInvite(app: App, guard: Guard, draft: InviteDraft): Promise<{ invite: Invite; url: string }> {
  const { token, hash } = app.auth.mintToken();
  const { teamId, role, email, expiresInHours, maxUses } = draft;
  const now = app.clock.now();
  const expiresAt = now + (expiresInHours === undefined ? INVITE.lifetimeMs : expiresInHours * 3600_000);
  const invite = await app.store.invites.create(
    { teamId, role, tokenHash: hash, expiresAt, ...(email !== undefined && { email }), ...(maxUses !== undefined && { maxUses }) },
    below(noting(guard, { role, email: email ?? null }), role),
    now,
  );
  return { invite, url: new URL(`/invite/${token}`, app.config.url).href };
}

/** Nobody invites to a role that does not stand below their own. */
function below(guard: Guard, granted: Role): Guard {
  return also(guard, ({ team }) => {
    if (!team?.role || !outranks(team.role, granted))
      refuse('FORBIDDEN', `You may not invite to the role ${granted}: it does not stand below your own.`);
  });
}
