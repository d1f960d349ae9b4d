import {
  conversationArchive,
  conversationCreate,
  conversationDelete,
  conversationFork,
  conversationList,
  conversationLive,
  conversationOpen,
  conversationUpdate,
} from '../../../shared/schemas/conversation.ts';
import { archiveConversation } from '../../domain/archive-conversation.ts';
import { changeConversation } from '../../domain/change-conversation.ts';
import { createConversation } from '../../domain/create-conversation.ts';
import { deleteConversation } from '../../domain/delete-conversation.ts';
import { forkConversation } from '../../domain/fork-conversation.ts';
import { listConversations } from '../../domain/list-conversations.ts';
import { conversationFeed } from '../../realtime/feed.ts';
import { openConversation } from '../../realtime/open-conversation.ts';
import { endOf, trackedFrames } from '../subscribe.ts';
import { router, signedIn } from '../trpc.ts';

export const conversation = router({
  create: signedIn
    .meta({ action: 'conversation.create', resource: 'team' })
    .input(conversationCreate.input)
    .output(conversationCreate.output)
    .mutation(async ({ ctx, input }) => ({ conversation: await createConversation(ctx.app, ctx.guard, input) })),

  list: signedIn
    .meta({ action: 'conversation.list', resource: 'team' })
    .input(conversationList.input)
    .output(conversationList.output)
    .query(({ ctx, input }) => listConversations(ctx.app, ctx.guard, input)),

  open: signedIn
    .meta({ action: 'conversation.read', resource: 'conversation' })
    .input(conversationOpen.input)
    .output(conversationOpen.output)
    .query(({ ctx, input }) => openConversation(ctx.app, ctx.guard, input)),

  update: signedIn
    .meta({ action: 'conversation.update', resource: 'conversation' })
    .input(conversationUpdate.input)
    .output(conversationUpdate.output)
    .mutation(async ({ ctx, input }) => ({ conversation: await changeConversation(ctx.app, ctx.who, ctx.guard, input) })),

  fork: signedIn
    .meta({ action: 'conversation.fork', resource: 'message' })
    .input(conversationFork.input)
    .output(conversationFork.output)
    .mutation(async ({ ctx, input }) => ({ conversation: await forkConversation(ctx.app, ctx.guard, input) })),

  archive: signedIn
    .meta({ action: 'conversation.archive', resource: 'conversation' })
    .input(conversationArchive.input)
    .output(conversationArchive.output)
    .mutation(async ({ ctx, input }) => ({ conversation: await archiveConversation(ctx.app, ctx.guard, input) })),

  delete: signedIn
    .meta({ action: 'conversation.delete', resource: 'conversation' })
    .input(conversationDelete.input)
    .output(conversationDelete.output)
    .mutation(async ({ ctx, input }) => {
      await deleteConversation(ctx.app, ctx.guard, input.conversationId);
      return {};
    }),

  live: signedIn
    .meta({ action: 'conversation.read', resource: 'conversation' })
    .input(conversationLive.input)
    .subscription(({ ctx, input, signal }) =>
      trackedFrames(ctx.connection, conversationFeed({ ...ctx, conversationId: input.conversationId }, input.lastEventId, endOf(signal))),
    ),
});
