/** Questions about access: may they, why, to what, and who else. An answer is of the moment it is given; nothing is decided by it. */
import { z } from 'zod';
import { ACTIONS, ROLES } from '../access.ts';
import { REASONS, type Reason } from '../errors.ts';
import { conversationId, fileId, folderId, generationId, inviteId, messageId, teamId, userId } from '../ids.ts';
import { ACCESS } from '../limits.ts';
import { page } from './common.ts';

const action = z.enum(ACTIONS);
const reason = z.enum(Object.keys(REASONS) as [Reason, ...Reason[]]);

/** What a question is about, as `Ref`. */
export const resource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nothing') }),
  z.strictObject({ kind: z.literal('team'), teamId }),
  z.strictObject({ kind: z.literal('folder'), folderId }),
  z.strictObject({ kind: z.literal('conversation'), conversationId }),
  z.strictObject({ kind: z.literal('message'), messageId }),
  z.strictObject({ kind: z.literal('generation'), generationId }),
  z.strictObject({ kind: z.literal('invite'), inviteId }),
  z.strictObject({ kind: z.literal('file'), fileId }),
  z.strictObject({ kind: z.literal('member'), teamId, userId }),
]);

const question = z.strictObject({ action, resource });
const answer = z.object({ allowed: z.boolean(), reason: reason.optional() });

/** May the caller? */
export const accessCheck = { input: question, output: answer };
export const accessCheckMany = {
  input: z.strictObject({ items: z.array(question).min(1).max(ACCESS.maxChecks) }),
  output: z.object({ items: z.array(answer) }),
};
/** Why, or why not, step by step, in words. About somebody else only by those who manage the members of that team. */
export const accessExplain = {
  input: z.strictObject({ action, resource, userId: userId.optional() }),
  output: answer.extend({ steps: z.array(z.object({ step: z.string(), text: z.string() })) }),
};
/** Conversations of the team that the caller may read; with `userId` those that this person may read and the caller too. */
export const accessListObjects = {
  input: z.strictObject({ teamId, userId: userId.optional(), ...page }),
  output: z.object({ items: z.array(z.object({ conversationId, title: z.string() })), nextCursor: z.string().optional() }),
};
/** Everybody who may read this conversation, and by what. By name. */
export const accessListSubjects = {
  input: z.strictObject({ conversationId, ...page }),
  output: z.object({
    items: z.array(
      z.object({
        userId,
        name: z.string(),
        role: z.enum(ROLES),
        /** May take part, not only read. */
        writes: z.boolean(),
        /** `maker` made it · `team` sees what is open to the team · `shared` with them · `folder` above it is shared with them. */
        via: z.enum(['maker', 'team', 'shared', 'folder']),
      }),
    ),
    nextCursor: z.string().optional(),
  }),
};
export type Subject = z.infer<typeof accessListSubjects.output>['items'][number];
