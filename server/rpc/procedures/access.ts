import { accessCheck, accessCheckMany, accessExplain, accessListObjects, accessListSubjects } from '../../../shared/schemas/access.ts';
import { checkAccess, explainAccess } from '../../domain/explain-access.ts';
import { listObjects } from '../../domain/list-objects.ts';
import { router, signedIn } from '../trpc.ts';

export const access = router({
  check: signedIn
    .meta({ action: 'access.check', resource: 'nothing' })
    .input(accessCheck.input)
    .output(accessCheck.output)
    .query(({ ctx, input }) => checkAccess(ctx.app, ctx.who, input)),

  checkMany: signedIn
    .meta({ action: 'access.check', resource: 'nothing' })
    .input(accessCheckMany.input)
    .output(accessCheckMany.output)
    .query(({ ctx, input }) => ({ items: input.items.map((question) => checkAccess(ctx.app, ctx.who, question)) })),

  explain: signedIn
    .meta({ action: 'access.explain', resource: 'nothing' })
    .input(accessExplain.input)
    .output(accessExplain.output)
    .query(({ ctx, input }) => explainAccess(ctx.app, ctx.who, input)),

  listObjects: signedIn
    .meta({ action: 'access.listObjects', resource: 'team' })
    .input(accessListObjects.input)
    .output(accessListObjects.output)
    .query(({ ctx, input }) => listObjects(ctx.app, ctx.who, input)),

  listSubjects: signedIn
    .meta({ action: 'access.listSubjects', resource: 'conversation' })
    .input(accessListSubjects.input)
    .output(accessListSubjects.output)
    .query(({ ctx, input }) => {
      const { conversationId, cursor, limit } = input;
      return ctx.app.store.conversations.subjects({ conversationId, limit, ...(cursor && { cursor }) }, ctx.guard);
    }),
});
