import { auditList, auditVerify } from '../../../shared/schemas/audit.ts';
import { router, signedIn } from '../trpc.ts';

/** Both wait for what was told before they were called. */
export const audit = router({
  list: signedIn
    .meta({ action: 'audit.list', resource: 'team' })
    .input(auditList.input)
    .output(auditList.output)
    .query(async ({ ctx, input }) => {
      const { teamId, refused, userId, cursor, limit } = input;
      await ctx.app.audit.flush();
      return ctx.app.store.audit.list(
        { teamId, limit, ...(refused !== undefined && { refused }), ...(userId && { userId }), ...(cursor && { cursor }) },
        ctx.guard,
      );
    }),

  verify: signedIn
    .meta({ action: 'audit.verify', resource: 'team' })
    .input(auditVerify.input)
    .output(auditVerify.output)
    .query(async ({ ctx }) => {
      await ctx.app.audit.flush();
      return ctx.app.store.audit.verify();
    }),
});
