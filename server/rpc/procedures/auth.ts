import { authChangePassword, authMe, authRegister, authResetPassword, authSignIn, authSignOut } from '../../../shared/schemas/identity.ts';
import { changePassword } from '../../domain/change-password.ts';
import { me } from '../../domain/me.ts';
import { register } from '../../domain/register.ts';
import { resetPassword } from '../../domain/reset-password.ts';
import { signIn } from '../../domain/sign-in.ts';
import { signOut } from '../../domain/sign-out.ts';
import { overHttp } from '../over-http.ts';
import { open, router, signedIn } from '../trpc.ts';

export const auth = router({
  register: open
    .meta({ public: true, setsCookie: true })
    .input(authRegister.input)
    .output(authRegister.output)
    .mutation(({ ctx, input }) => register(ctx.app, input, ctx.connection, overHttp(ctx))),

  signIn: open
    .meta({ public: true, setsCookie: true })
    .input(authSignIn.input)
    .output(authSignIn.output)
    .mutation(async ({ ctx, input }) => ({ user: await signIn(ctx.app, input, ctx.connection, overHttp(ctx)) })),

  /** For anybody: who presents a session that ended before leaves without its cookie, too. */
  signOut: open
    .meta({ public: true, setsCookie: true })
    .input(authSignOut.input)
    .output(authSignOut.output)
    .mutation(async ({ ctx }) => {
      await signOut(ctx.app, ctx.connection, overHttp(ctx));
      return {};
    }),

  me: signedIn
    .meta({ action: 'account.read', resource: 'nothing' })
    .input(authMe.input)
    .output(authMe.output)
    .query(({ ctx }) => me(ctx.app, ctx.who)),

  changePassword: signedIn
    .meta({ action: 'account.update', resource: 'nothing', setsCookie: true })
    .input(authChangePassword.input)
    .output(authChangePassword.output)
    .mutation(async ({ ctx, input }) => ({
      ended: await changePassword(ctx.app, ctx.who, ctx.guard, input, ctx.connection, overHttp(ctx)),
    })),

  /** With the link that an administrator gave. */
  resetPassword: open
    .meta({ public: true, setsCookie: true })
    .input(authResetPassword.input)
    .output(authResetPassword.output)
    .mutation(async ({ ctx, input }) => {
      await resetPassword(ctx.app, input, ctx.connection, overHttp(ctx));
      return {};
    }),
});
