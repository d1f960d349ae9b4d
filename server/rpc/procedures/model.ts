import { modelSetPolicy } from '../../../shared/schemas/identity.ts';
import { modelCancelPull, modelList, modelPull, modelRemove, modelShow } from '../../../shared/schemas/model.ts';
import { setDefaultModel } from '../../domain/set-default-model.ts';
import { pullFrames } from '../../realtime/pull-feed.ts';
import { endOf, trackedFrames } from '../subscribe.ts';
import { router, signedIn } from '../trpc.ts';

export const model = router({
  list: signedIn
    .meta({ action: 'model.list', resource: 'team' })
    .input(modelList.input)
    .output(modelList.output)
    .query(({ ctx: { app } }) => ({ items: app.models.list(), ollama: app.models.ollama(), pulls: app.models.pulls() })),

  show: signedIn
    .meta({ action: 'model.list', resource: 'team' })
    .input(modelShow.input)
    .output(modelShow.output)
    .query(({ ctx, input }) => ctx.app.models.show(input.model)),

  /** Starts the pull or joins the one that runs; leaving does not end it. */
  pull: signedIn
    .meta({ action: 'model.pull', resource: 'team' })
    .input(modelPull.input)
    .subscription(({ ctx, input, signal }) => trackedFrames(ctx.connection, pullFrames(ctx, ctx.guard, input.model, endOf(signal)))),

  cancelPull: signedIn
    .meta({ action: 'model.pull', resource: 'team' })
    .input(modelCancelPull.input)
    .output(modelCancelPull.output)
    .mutation(({ ctx, input }) => {
      ctx.app.models.cancelPull(input.model);
      return {};
    }),

  remove: signedIn
    .meta({ action: 'model.remove', resource: 'team' })
    .input(modelRemove.input)
    .output(modelRemove.output)
    .mutation(async ({ ctx, input }) => {
      await ctx.app.models.remove(input.model);
      return {};
    }),

  setPolicy: signedIn
    .meta({ action: 'model.setPolicy', resource: 'team' })
    .input(modelSetPolicy.input)
    .output(modelSetPolicy.output)
    .mutation(async ({ ctx, input }) => ({ team: await setDefaultModel(ctx.app, ctx.guard, input) })),
});
