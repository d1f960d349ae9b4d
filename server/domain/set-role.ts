import type { Guard, Role } from '../../shared/access.ts';
import { refuse } from '../../shared/errors.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import type { Receipt } from '../../shared/schemas/identity.ts';
import { also, noting } from '../access/gate.ts';
import { outranks } from '../access/rules.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { partWith } from './part-with.ts';

/** Another role in the team. What they had open ends, so that nothing goes on by the old one (LEAVE-7). */
export async function setRole(
  app: App,
  who: Principal,
  guard: Guard,
  change: { teamId: TeamId; userId: UserId; role: Role },
): Promise<Receipt> {
  const since = performance.now();
  const parted = await app.store.members.setRole(change, granting(guard, change.role), app.clock.now());
  return partWith(app, who, change.teamId, parted, { since, reason: 'changed' });
}

/** Nobody gives a role that does not stand below their own; owners alone make owners. */
function granting(guard: Guard, role: Role): Guard {
  return also(noting(guard, { role }), ({ team }) => {
    const own = team?.role;
    if (own !== 'owner' && !(own && outranks(own, role)))
      refuse('FORBIDDEN', `You may not make somebody ${role}: it does not stand below your own role.`);
  });
}
