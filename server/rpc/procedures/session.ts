import { sessionList, sessionRevoke, sessionRevokeOthers } from '../../../shared/schemas/identity.ts';
import { endOtherSessions } from '../../domain/end-other-sessions.ts';
import { endSession } from '../../domain/end-session.ts';
import { listSessions } from '../../domain/list-sessions.ts';
import { router, signedIn } from '../trpc.ts';

export const session = router({
  list: signedIn
    .meta({ action: 'session.list', resource: 'nothing' })
    .input(sessionList.input)
    .output(sessionList.output)
    .query(async ({ ctx }) => ({ items: await listSessions(ctx.app, ctx.who) })),

  revoke: signedIn
    .meta({ action: 'session.revoke', resource: 'nothing' })
    .input(sessionRevoke.input)
    .output(sessionRevoke.output)
    .mutation(async ({ ctx, input }) => ({
      ended: await endSession(ctx.app, ctx.guard, input.sessionId, ctx.connection, ctx.http !== undefined),
    })),

  revokeOthers: signedIn
    .meta({ action: 'session.revoke', resource: 'nothing' })
    .input(sessionRevokeOthers.input)
    .output(sessionRevokeOthers.output)
    .mutation(async ({ ctx }) => ({ ended: await endOtherSessions(ctx.app, ctx.guard) })),
});
