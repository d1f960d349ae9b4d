import { z } from 'zod';
import { teamId, userId } from '../ids.ts';
import { page, time } from './common.ts';

/** One line of the audit log. `path`: the steps that decided. `times`: how often the same refusal came before it was written. */
export const auditEntry = z.object({
  seq: z.int(),
  at: time,
  actor: z.object({ userId, name: z.string() }).optional(),
  credential: z.enum(['session', 'none']),
  ip: z.string(),
  agent: z.string(),
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string().optional() }).optional(),
  allowed: z.boolean(),
  reason: z.string().optional(),
  path: z.array(z.string()),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  times: z.int(),
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** Newest first. Of people outside the team only that it was one: neither name nor address. */
export const auditList = {
  input: z.strictObject({ teamId, refused: z.boolean().optional(), userId: userId.optional(), ...page }),
  output: z.object({ items: z.array(auditEntry), nextCursor: z.string().optional() }),
};
/** Walks the whole chain. `brokenAt`: the first line that is not what was written; with `cut` lines are missing at the end. */
export const auditVerify = {
  input: z.strictObject({ teamId }),
  output: z.discriminatedUnion('whole', [
    z.object({ whole: z.literal(true), lines: z.int(), head: z.string() }),
    z.object({ whole: z.literal(false), lines: z.int(), fault: z.enum(['changed', 'missing', 'cut']), brokenAt: z.int() }),
  ]),
};
export type Verified = z.infer<typeof auditVerify.output>;
