import { z } from 'zod';
import { ROLES, TIERS } from '../access.ts';
import { inviteId, sessionHandle, teamId, userId } from '../ids.ts';
import { INVITE, PASSWORD, TEXT } from '../limits.ts';
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

/** Without `sessions` and `lastSeenAt`: those are for owners and admins. */
export const member = z.object({
  userId,
  name: z.string(),
  role: z.enum(ROLES),
  joinedAt: time,
  connected: z.boolean(),
  sessions: z.int().optional(),
  /** When they were last connected or signed in. */
  lastSeenAt: time.optional(),
  /** They keep their place and see nothing of the team until they are restored. Only owners and admins see them. */
  suspendedAt: time.optional(),
});
export type Member = z.infer<typeof member>;

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
  /** Null: as often as wanted until it expires. */
  maxUses: z.int().nullable(),
  /** Only for this address. */
  email: z.string().optional(),
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
/** The caller's own account, confirmed by its password. CONFLICT names the teams they are the last owner of. An administrator can enable a disabled one. */
export const accountDisable = { input: z.strictObject({ password }), output: z.object({}) };
/** For good: name and address go, what they wrote stays with the teams it was written in. */
export const accountDelete = { input: z.strictObject({ password }), output: z.object({}) };
export const authResetPassword = { input: z.strictObject({ token: inviteToken, newPassword }), output: z.object({}) };

export const sessionList = { input: nothing, output: z.object({ items: z.array(sessionInfo) }) };
export const sessionRevoke = { input: z.strictObject({ sessionId: sessionHandle }), output: z.object({ ended: z.int() }) };
export const sessionRevokeOthers = { input: nothing, output: z.object({ ended: z.int() }) };

export const teamCreate = { input: z.strictObject({ name: line(TEXT.teamNameMaxChars) }), output: z.object({ team }) };
export const teamList = { input: nothing, output: z.object({ items: z.array(team) }) };
export const teamGet = { input: z.strictObject({ teamId }), output: z.object({ team }) };
export const teamUpdate = { input: z.strictObject({ teamId, name: line(TEXT.teamNameMaxChars) }), output: z.object({ team }) };
/** Gone with everything in it, for everybody. `name` must be the team's name: nobody deletes a team by a slip. */
export const teamDelete = {
  input: z.strictObject({ teamId, name: z.string().max(TEXT.teamNameMaxChars) }),
  output: z.object({ receipt: receipt }),
};
/** That member becomes owner, the caller admin. */
export const teamTransfer = { input: z.strictObject({ teamId, userId }), output: z.object({ receipt: receipt }) };
export const memberList = {
  input: z.strictObject({ teamId, ...page }),
  output: z.object({ items: z.array(member), nextCursor: z.string().optional() }),
};

/** `role` must stand below the caller's own; only an owner makes owners. */
export const memberSetRole = {
  input: z.strictObject({ teamId, userId, role: z.enum(ROLES) }),
  output: z.object({ receipt }),
};
/** Shut out until restored, with everything cut as by a removal; their place and role are kept. */
export const memberSuspend = { input: z.strictObject({ teamId, userId }), output: z.object({ receipt }) };
export const memberRestore = { input: z.strictObject({ teamId, userId }), output: z.object({}) };
export const memberRemove = { input: z.strictObject({ teamId, userId }), output: z.object({ receipt }) };
export const memberLeave = { input: z.strictObject({ teamId }), output: z.object({ receipt }) };

/**
 * A link that anybody who holds it may use until it expires, is used up or is revoked; with `email` once, and only by an account with that address.
 * `role` must stand below the caller's own.
 */
export const inviteCreate = {
  input: z.strictObject({
    teamId,
    role: z.enum(['admin', 'moderator', 'member', 'guest']).default('member'),
    email: email.optional(),
    expiresInHours: z.int().min(1).max(INVITE.maxLifetimeHours).optional(),
    maxUses: z.int().min(1).max(INVITE.maxUses).optional(),
  }),
  output: z.object({ invite, url: z.string() }),
};
export const inviteList = { input: z.strictObject({ teamId }), output: z.object({ items: z.array(invite) }) };
export const inviteRevoke = { input: z.strictObject({ inviteId }), output: z.object({}) };
export const invitePreview = {
  input: z.strictObject({ token: inviteToken }),
  /** `email`: the address it is for, all but hidden: whoever it is for knows it. */
  output: z.object({ teamName: z.string(), invitedBy: z.string(), role: z.enum(ROLES), email: z.string().optional() }),
};
export const inviteAccept = { input: z.strictObject({ token: inviteToken }), output: z.object({ team }) };

export const modelSetPolicy = {
  input: z.strictObject({ teamId, defaultModel: modelName.nullable() }),
  output: z.object({ team }),
};
