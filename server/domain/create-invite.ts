import type { Guard, Role } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { TeamId } from '../../shared/ids.ts';
import { INVITE } from '../../shared/limits.ts';
import type { Invite } from '../../shared/schemas/identity.ts';
import { outranks } from '../access/rules.ts';
import type { App } from '../ports.ts';

/** A link that lets whoever holds it into the team. Only its hash is stored: it is shown this once. */
export async function createInvite(
  app: App,
  guard: Guard,
  draft: { teamId: TeamId; role: Role },
): Promise<{ invite: Invite; url: string }> {
  const { token, hash } = app.auth.mintToken();
  const now = app.clock.now();
  const invite = await app.store.invites.create(
    { ...draft, tokenHash: hash, expiresAt: now + INVITE.lifetimeMs },
    below(guard, draft.role),
    now,
  );
  return { invite, url: new URL(`/invite/${token}`, app.config.url).href };
}

/** Nobody invites to a role that does not stand below their own. */
function below(guard: Guard, granted: Role): Guard {
  return {
    ...guard,
    check(facts) {
      guard.check(facts);
      if (!facts.team?.role || !outranks(facts.team.role, granted))
        refuse('FORBIDDEN', `You may not invite to the role ${granted}: it does not stand below your own.`);
    },
  };
}
