import { adminCut, adminEnableUser, adminResetPassword, adminUsers, tierGet, tierSet } from '../../../shared/schemas/admin.ts';
import { createPasswordReset } from '../../domain/create-password-reset.ts';
import { deleteUser, disableUser, enableUser, forceSignOut, listUsers } from '../../domain/manage-users.ts';
import { setTier } from '../../domain/set-tier.ts';
import { router, signedIn } from '../trpc.ts';

/** For the administrators of this server. */
export const admin = router({
  users: signedIn
    .meta({ action: 'admin.users', resource: 'nothing' })
    .input(adminUsers.input)
    .output(adminUsers.output)
    .query(({ ctx, input }) => listUsers(ctx.app, ctx.guard, input)),

  disableUser: signedIn
    .meta({ action: 'admin.disableUser', resource: 'nothing' })
    .input(adminCut.input)
    .output(adminCut.output)
    .mutation(async ({ ctx, input }) => ({ receipt: await disableUser(ctx.app, ctx.who, ctx.guard, input.userId) })),

  enableUser: signedIn
    .meta({ action: 'admin.enableUser', resource: 'nothing' })
    .input(adminEnableUser.input)
    .output(adminEnableUser.output)
    .mutation(async ({ ctx, input }) => {
      await enableUser(ctx.app, ctx.guard, input.userId);
      return {};
    }),

  deleteUser: signedIn
    .meta({ action: 'admin.deleteUser', resource: 'nothing' })
    .input(adminCut.input)
    .output(adminCut.output)
    .mutation(async ({ ctx, input }) => ({ receipt: await deleteUser(ctx.app, ctx.who, ctx.guard, input.userId) })),

  forceSignOut: signedIn
    .meta({ action: 'admin.forceSignOut', resource: 'nothing' })
    .input(adminCut.input)
    .output(adminCut.output)
    .mutation(async ({ ctx, input }) => ({ receipt: await forceSignOut(ctx.app, ctx.who, ctx.guard, input.userId) })),

  /** For somebody who forgot their password, and for one whose password is known to another. */
  resetPassword: signedIn
    .meta({ action: 'admin.resetPassword', resource: 'nothing' })
    .input(adminResetPassword.input)
    .output(adminResetPassword.output)
    .mutation(({ ctx, input }) => createPasswordReset(ctx.app, ctx.guard, input.userId)),
});

export const tier = router({
  get: signedIn
    .meta({ action: 'tier.get', resource: 'team' })
    .input(tierGet.input)
    .output(tierGet.output)
    .query(async ({ ctx, input }) => ({ tier: (await ctx.app.store.teams.get(input.teamId, ctx.guard)).tier })),

  set: signedIn
    .meta({ action: 'tier.set', resource: 'nothing' })
    .input(tierSet.input)
    .output(tierSet.output)
    .mutation(async ({ ctx, input }) => ({ tier: await setTier(ctx.app, ctx.guard, input) })),
});
