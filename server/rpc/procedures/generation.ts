import { generationContinue, generationQueue, generationStart, generationStop } from '../../../shared/schemas/conversation.ts';
import { continueReply } from '../../domain/continue-reply.ts';
import { replyQueue } from '../../domain/reply-queue.ts';
import { startReply } from '../../domain/start-reply.ts';
import { stopReply } from '../../domain/stop-reply.ts';
import { router, signedIn } from '../trpc.ts';

export const generation = router({
  start: signedIn
    .meta({ action: 'generation.start', resource: 'message' })
    .input(generationStart.input)
    .output(generationStart.output)
    .mutation(({ ctx, input }) => startReply(ctx.app, ctx.who, ctx.guard, input)),

  stop: signedIn
    .meta({ action: 'generation.stop', resource: 'generation' })
    .input(generationStop.input)
    .output(generationStop.output)
    .mutation(async ({ ctx, input }) => ({ generation: await stopReply(ctx.app, ctx.who, ctx.guard, input.generationId) })),

  continue: signedIn
    .meta({ action: 'generation.start', resource: 'generation' })
    .input(generationContinue.input)
    .output(generationContinue.output)
    .mutation(({ ctx, input }) => continueReply(ctx.app, ctx.who, ctx.guard, input.generationId)),

  queue: signedIn
    .meta({ action: 'generation.queue', resource: 'team' })
    .input(generationQueue.input)
    .output(generationQueue.output)
    .query(({ ctx, input }) => ({ items: replyQueue(ctx.app, ctx.who, ctx.guard, input.teamId) })),
});
