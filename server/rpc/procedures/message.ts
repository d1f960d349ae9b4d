import {
  messageDelete,
  messageEdit,
  messageHistory,
  messageMarkRead,
  messageReact,
  messageSend,
  messageThread,
  presenceTyping,
} from '../../../shared/schemas/conversation.ts';
import { deleteMessage } from '../../domain/delete-message.ts';
import { editMessage } from '../../domain/edit-message.ts';
import { markRead } from '../../domain/mark-read.ts';
import { messageHistory as readHistory } from '../../domain/message-history.ts';
import { openThread } from '../../domain/open-thread.ts';
import { reactToMessage } from '../../domain/react-to-message.ts';
import { sendMessage } from '../../domain/send-message.ts';
import { router, signedIn } from '../trpc.ts';

export const message = router({
  send: signedIn
    .meta({ action: 'message.send', resource: 'conversation' })
    .input(messageSend.input)
    .output(messageSend.output)
    .mutation(({ ctx, input }) => sendMessage(ctx.app, ctx.who, ctx.guard, input)),

  history: signedIn
    .meta({ action: 'conversation.read', resource: 'conversation' })
    .input(messageHistory.input)
    .output(messageHistory.output)
    .query(({ ctx, input }) => readHistory(ctx.app, ctx.guard, input)),

  edit: signedIn
    .meta({ action: 'message.edit', resource: 'message' })
    .input(messageEdit.input)
    .output(messageEdit.output)
    .mutation(async ({ ctx, input }) => ({ message: await editMessage(ctx.app, ctx.guard, input) })),

  delete: signedIn
    .meta({ action: 'message.delete', resource: 'message' })
    .input(messageDelete.input)
    .output(messageDelete.output)
    .mutation(async ({ ctx, input }) => ({ message: await deleteMessage(ctx.app, ctx.guard, input.messageId) })),

  react: signedIn
    .meta({ action: 'message.react', resource: 'message' })
    .input(messageReact.input)
    .output(messageReact.output)
    .mutation(async ({ ctx, input }) => ({ message: await reactToMessage(ctx.app, ctx.guard, input) })),

  thread: signedIn
    .meta({ action: 'message.thread', resource: 'message' })
    .input(messageThread.input)
    .output(messageThread.output)
    .mutation(async ({ ctx, input }) => ({ conversation: await openThread(ctx.app, ctx.guard, input.messageId) })),

  markRead: signedIn
    .meta({ action: 'message.markRead', resource: 'conversation' })
    .input(messageMarkRead.input)
    .output(messageMarkRead.output)
    .mutation(async ({ ctx, input }) => ({ unread: await markRead(ctx.app, ctx.who, ctx.guard, input) })),
});

export const presence = router({
  typing: signedIn
    .meta({ action: 'presence.type', resource: 'conversation' })
    .input(presenceTyping.input)
    .output(presenceTyping.output)
    .mutation(({ ctx, input }) => {
      const { app, who } = ctx;
      app.bus.publish({
        topic: 'passing',
        conversationId: input.conversationId,
        event: { type: 'typing', person: { userId: who.userId, name: who.name } },
        except: who.userId,
      });
      return {};
    }),
});
