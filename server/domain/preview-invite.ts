import { refuse } from '../../shared/errors.ts';
import type { Role } from '../../shared/access.ts';
import type { App } from '../ports.ts';

/** Says who invites to what, and nothing about who is there; of an address it is for just enough to be recognised. */
export async function previewInvite(app: App, token: string): Promise<{ teamName: string; invitedBy: string; role: Role; email?: string }> {
  const preview = (await app.store.invites.preview(app.auth.hashToken(token), app.clock.now())) ?? refuse('INVITE_INVALID');
  const { email, ...rest } = preview;
  return { ...rest, ...(email !== undefined && { email: masked(email) }) };
}

/** ana@example.org → a…@example.org */
function masked(email: string): string {
  return `${email.slice(0, 1)}…${email.slice(email.lastIndexOf('@'))}`;
}
