import { z } from 'zod';
import { TIERS } from '../access.ts';
import { teamId, userId } from '../ids.ts';
import { TEXT } from '../limits.ts';
import { page, time } from './common.ts';
import { receipt, user } from './identity.ts';

/** People of this server, for its administrators. */
export const account = z.object({
  user,
  status: z.enum(['active', 'disabled']),
  createdAt: time,
  sessions: z.int(),
  teams: z.int(),
});
export type Account = z.infer<typeof account>;
const aboutUser = z.strictObject({ userId });
export const adminUsers = {
  input: z.strictObject({ query: z.string().max(TEXT.emailMaxChars).optional(), ...page }),
  output: z.object({ items: z.array(account), nextCursor: z.string().optional() }),
};
export const adminCut = { input: aboutUser, output: z.object({ receipt: receipt }) };
export const adminEnableUser = { input: aboutUser, output: z.object({}) };
/** A link that sets a new password once, within PASSWORD_RESET.lifetimeMs. */
export const adminResetPassword = { input: aboutUser, output: z.object({ url: z.string(), expiresAt: time }) };
export const tierGet = { input: z.strictObject({ teamId }), output: z.object({ tier: z.enum(TIERS) }) };
export const tierSet = { input: z.strictObject({ teamId, tier: z.enum(TIERS) }), output: z.object({ tier: z.enum(TIERS) }) };
