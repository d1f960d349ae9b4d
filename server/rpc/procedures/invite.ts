import { inviteAccept, inviteCreate, inviteList, invitePreview, inviteRevoke } from '../../../shared/schemas/identity.ts';
import { acceptInvite } from '../../domain/accept-invite.ts';
import { createInvite } from '../../domain/create-invite.ts';
import { previewInvite } from '../../domain/preview-invite.ts';
import { overHttp } from '../over-http.ts';
import { open, router, signedIn } from '../trpc.ts';

export const invite = router({
  create: signedIn
    .meta({ action: 'invite.create', resource: 'team' })
    .input(inviteCreate.input)
    .output(inviteCreate.output)
    .mutation(({ ctx, input }) => createInvite(ctx.app, ctx.guard, input)),

  list: signedIn
    .meta({ action: 'invite.list', resource: 'team' })
    .input(inviteList.input)
    .output(inviteList.output)
    .query(async ({ ctx, input }) => ({ items: await ctx.app.store.invites.list(input.teamId, ctx.guard, ctx.app.clock.now()) })),

  revoke: signedIn
    .meta({ action: 'invite.revoke', resource: 'invite' })
    .input(inviteRevoke.input)
    .output(inviteRevoke.output)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.store.invites.revoke(input.inviteId, ctx.guard);
      return {};
    }),

  preview: open
    .meta({ public: true })
    .input(invitePreview.input)
    .output(invitePreview.output)
    .query(({ ctx, input }) => previewInvite(ctx.app, input.token)),

  accept: signedIn
    .meta({ action: 'invite.accept', resource: 'nothing', setsCookie: true })
    .input(inviteAccept.input)
    .output(inviteAccept.output)
    .mutation(async ({ ctx, input }) => ({
      team: await acceptInvite(ctx.app, ctx.who, ctx.guard, input.token, ctx.connection, overHttp(ctx)),
    })),
});
