import { accountUpdate } from '../../../shared/schemas/identity.ts';
import { renameAccount } from '../../domain/rename-account.ts';
import { router, signedIn } from '../trpc.ts';

export const account = router({
  update: signedIn
    .meta({ action: 'account.update', resource: 'nothing' })
    .input(accountUpdate.input)
    .output(accountUpdate.output)
    .mutation(async ({ ctx, input }) => ({ user: await renameAccount(ctx.app, ctx.who, ctx.guard, input.name) })),
});
