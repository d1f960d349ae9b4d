import { accountDelete, accountDisable, accountUpdate } from '../../../shared/schemas/identity.ts';
import { endAccount } from '../../domain/end-account.ts';
import { renameAccount } from '../../domain/rename-account.ts';
import { overHttp } from '../over-http.ts';
import { router, signedIn } from '../trpc.ts';

export const account = router({
  update: signedIn
    .meta({ action: 'account.update', resource: 'nothing' })
    .input(accountUpdate.input)
    .output(accountUpdate.output)
    .mutation(async ({ ctx, input }) => ({ user: await renameAccount(ctx.app, ctx.who, ctx.guard, input.name) })),

  disable: signedIn
    .meta({ action: 'account.disable', resource: 'nothing', setsCookie: true })
    .input(accountDisable.input)
    .output(accountDisable.output)
    .mutation(async ({ ctx, input }) => {
      await endAccount(ctx.app, ctx.who, ctx.guard, { ...input, deleted: false }, ctx.connection, overHttp(ctx));
      return {};
    }),

  delete: signedIn
    .meta({ action: 'account.delete', resource: 'nothing', setsCookie: true })
    .input(accountDelete.input)
    .output(accountDelete.output)
    .mutation(async ({ ctx, input }) => {
      await endAccount(ctx.app, ctx.who, ctx.guard, { ...input, deleted: true }, ctx.connection, overHttp(ctx));
      return {};
    }),
});
