import { z } from 'zod';
import { ROLES, TIERS } from '../access.ts';
import { inviteId, sessionHandle, teamId, userId } from '../ids.ts';
import { PASSWORD, TEXT } from '../limits.ts';
import { line, modelName, nothing, page, time } from './common.ts';

export const user = z.object({ id: userId, name: z.string(), email: z.string(), admin: z.boolean() });
export type User = z.infer<typeof user>;

/** `role` is the caller's. `defaultModel` is what new conversations answer with. */
export const team = z.object({
  id: teamId,
  name: z.string(),
  tier: z.enum(TIERS),
  role: z.enum(ROLES),
  defaultModel: z.string().nullable(),
});
export type Team = z.infer<typeof team>;

/** Without `sessions`: those are for owners and admins. */
export const member = z.object({
  userId,
  name: z.string(),
  role: z.enum(ROLES),
  joinedAt: time,
  connected: z.boolean(),
  sessions: z.int().optional(),
});
export type Member = z.infer<typeof member>;

export const sessionInfo = z.object({
  id: sessionHandle,
  current: z.boolean(),
  createdAt: time,
  lastUsedAt: time,
  expiresAt: time,
  ip: z.string(),
  agent: z.string(),
});
export type SessionInfo = z.infer<typeof sessionInfo>;

export const invite = z.object({
  id: inviteId,
  teamId,
  role: z.enum(ROLES),
  invitedBy: z.string(),
  createdAt: time,
  expiresAt: time,
  uses: z.int(),
});
export type Invite = z.infer<typeof invite>;

const email = z.email('not an e-mail address').max(TEXT.emailMaxChars);
/** Long enough, and any characters at all: composition rules make passwords worse (NIST SP 800-63B 3.1.1.2). */
export const newPassword = z
  .string()
  .min(PASSWORD.minChars, `at least ${PASSWORD.minChars} characters`)
  .max(PASSWORD.maxChars, `at most ${PASSWORD.maxChars} characters`);
const password = z.string().min(1).max(PASSWORD.maxChars);
const inviteToken = z.string().min(20).max(100);

export const authRegister = {
  input: z.strictObject({ name: line(TEXT.nameMaxChars), email, password: newPassword, inviteToken: inviteToken.optional() }),
  output: z.object({ user, team: team.optional() }),
};
export const authSignIn = { input: z.strictObject({ email, password }), output: z.object({ user }) };
export const authSignOut = { input: nothing, output: z.object({}) };
export const authMe = {
  input: nothing,
  output: z.object({ user, session: z.object({ id: sessionHandle, expiresAt: time }), teams: z.array(team) }),
};
export const authChangePassword = {
  input: z.strictObject({ currentPassword: password, newPassword }),
  output: z.object({ ended: z.int() }),
};
export const accountUpdate = { input: z.strictObject({ name: line(TEXT.nameMaxChars) }), output: z.object({ user }) };
export const sessionList = { input: nothing, output: z.object({ items: z.array(sessionInfo) }) };
export const sessionRevoke = { input: z.strictObject({ sessionId: sessionHandle }), output: z.object({ ended: z.int() }) };
export const sessionRevokeOthers = { input: nothing, output: z.object({ ended: z.int() }) };

export const teamCreate = { input: z.strictObject({ name: line(TEXT.teamNameMaxChars) }), output: z.object({ team }) };
export const teamList = { input: nothing, output: z.object({ items: z.array(team) }) };
export const teamGet = { input: z.strictObject({ teamId }), output: z.object({ team }) };
export const teamUpdate = { input: z.strictObject({ teamId, name: line(TEXT.teamNameMaxChars) }), output: z.object({ team }) };
export const memberList = {
  input: z.strictObject({ teamId, ...page }),
  output: z.object({ items: z.array(member), nextCursor: z.string().optional() }),
};

/** What ended together with a change of somebody's access, counted; `ms` from the change to the last of it. */
export const receipt = z.object({
  sessions: z.int(),
  connections: z.int(),
  streams: z.int(),
  generations: z.int(),
  keys: z.int(),
  ms: z.number(),
});
export type Receipt = z.infer<typeof receipt>;

/** `role` must stand below the caller's own; only an owner makes owners. */
export const memberSetRole = {
  input: z.strictObject({ teamId, userId, role: z.enum(ROLES) }),
  output: z.object({ receipt }),
};
export const memberRemove = { input: z.strictObject({ teamId, userId }), output: z.object({ receipt }) };
export const memberLeave = { input: z.strictObject({ teamId }), output: z.object({ receipt }) };

/** A plain link that anybody who holds it may use until it expires or is revoked. `role` must stand below the caller's own. */
export const inviteCreate = {
  input: z.strictObject({ teamId, role: z.enum(['admin', 'moderator', 'member']).default('member') }),
  output: z.object({ invite, url: z.string() }),
};
export const inviteList = { input: z.strictObject({ teamId }), output: z.object({ items: z.array(invite) }) };
export const inviteRevoke = { input: z.strictObject({ inviteId }), output: z.object({}) };
export const invitePreview = {
  input: z.strictObject({ token: inviteToken }),
  output: z.object({ teamName: z.string(), invitedBy: z.string(), role: z.enum(ROLES) }),
};
export const inviteAccept = { input: z.strictObject({ token: inviteToken }), output: z.object({ team }) };

export const modelSetPolicy = {
  input: z.strictObject({ teamId, defaultModel: modelName.nullable() }),
  output: z.object({ team }),
};
