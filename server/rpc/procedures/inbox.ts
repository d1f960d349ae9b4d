import { inboxLive } from '../../../shared/schemas/conversation.ts';
import { inboxFeed } from '../../realtime/inbox.ts';
import { endOf, trackedFrames } from '../subscribe.ts';
import { router, signedIn } from '../trpc.ts';

export const inbox = router({
  live: signedIn
    .meta({ action: 'inbox.read', resource: 'nothing' })
    .input(inboxLive.input)
    .subscription(({ ctx, signal }) => trackedFrames(ctx.connection, inboxFeed(ctx.app, ctx.connection, ctx.who, endOf(signal)))),
});
