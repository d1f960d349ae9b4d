import { access } from './procedures/access.ts';
import { account } from './procedures/account.ts';
import { admin, tier } from './procedures/admin.ts';
import { audit } from './procedures/audit.ts';
import { auth } from './procedures/auth.ts';
import { conversation } from './procedures/conversation.ts';
import { folder } from './procedures/folder.ts';
import { generation } from './procedures/generation.ts';
import { inbox } from './procedures/inbox.ts';
import { invite } from './procedures/invite.ts';
import { message, presence } from './procedures/message.ts';
import { model } from './procedures/model.ts';
import { session } from './procedures/session.ts';
import { system } from './procedures/system.ts';
import { member, team } from './procedures/team.ts';
import { type Meta, router } from './trpc.ts';

/** Everything that can be called. */
export const parleyRouter = router({
  access,
  account,
  admin,
  audit,
  auth,
  conversation,
  folder,
  generation,
  inbox,
  invite,
  member,
  message,
  model,
  presence,
  session,
  system,
  team,
  tier,
});
export type Router = typeof parleyRouter;

/** Name, kind and declared meta of every procedure. */
export function procedures(
  of: { _def: { procedures: Record<string, unknown> } } = parleyRouter,
): { path: string; meta: Meta | undefined }[] {
  return Object.entries(of._def.procedures).map(([path, procedure]) => ({ path, meta: metaOf(procedure) }));
}

function metaOf(procedure: unknown): Meta | undefined {
  return (procedure as { _def: { meta?: Meta } })._def.meta;
}

/** Throws when a procedure does not say what it does: the server does not start with one (ACCESS-1). */
export function assertDeclared(of?: Parameters<typeof procedures>[0]): void {
  const undeclared = procedures(of).filter(({ meta }) => !meta || !('public' in meta || 'action' in meta));
  if (undeclared.length > 0) throw new Error(`Procedures without a declared action: ${undeclared.map(({ path }) => path).join(', ')}`);
}
