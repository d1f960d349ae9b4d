import {
  conversationArchive,
  conversationCreate,
  conversationDelete,
  conversationFork,
  conversationList,
  conversationLive,
  conversationMove,
  conversationOpen,
  conversationShare,
  conversationShares,
  conversationUpdate,
} from '../../../shared/schemas/conversation.ts';
import { archiveConversation } from '../../domain/archive-conversation.ts';
import { changeConversation } from '../../domain/change-conversation.ts';
import { createConversation } from '../../domain/create-conversation.ts';
import { deleteConversation } from '../../domain/delete-conversation.ts';
import { forkConversation } from '../../domain/fork-conversation.ts';
import { listConversations } from '../../domain/list-conversations.ts';
import { moveConversation } from '../../domain/move-conversation.ts';
import { shareConversation } from '../../domain/share-conversation.ts';
import { conversationFeed } from '../../realtime/feed.ts';
import { openConversation } from '../../realtime/open-conversation.ts';
import { endOf, trackedFrames } from '../subscribe.ts';
import { router, signedIn } from '../trpc.ts';

export const conversation = router({
  create: signedIn
    .meta({ action: 'conversation.create', resource: 'team' })
    .input(conversationCreate.input)
    .output(conversationCreate.output)
    .mutation(async ({ ctx, input }) => ({ conversation: await createConversation(ctx.app, ctx.who, ctx.guard, input) })),

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

  move: signedIn
    .meta({ action: 'conversation.move', resource: 'conversation' })
    .input(conversationMove.input)
    .output(conversationMove.output)
    .mutation(async ({ ctx, input }) => ({ conversation: await moveConversation(ctx.app, ctx.who, ctx.guard, input) })),

  share: signedIn
    .meta({ action: 'conversation.share', resource: 'conversation' })
    .input(conversationShare.input)
    .output(conversationShare.output)
    .mutation(async ({ ctx, input }) => ({ items: await shareConversation(ctx.app, ctx.guard, input) })),

  /** Whom it is shared with; everybody who sees it: access.listSubjects. */
  shares: signedIn
    .meta({ action: 'access.listSubjects', resource: 'conversation' })
    .input(conversationShares.input)
    .output(conversationShares.output)
    .query(async ({ ctx, input }) => ({ items: await ctx.app.store.conversations.shares(input.conversationId, ctx.guard) })),

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
