import {
  folderCreate,
  folderDelete,
  folderList,
  folderMove,
  folderRename,
  folderShare,
  folderShares,
} from '../../../shared/schemas/conversation.ts';
import { createFolder } from '../../domain/create-folder.ts';
import { deleteFolder } from '../../domain/delete-folder.ts';
import { moveFolder } from '../../domain/move-folder.ts';
import { renameFolder } from '../../domain/rename-folder.ts';
import { shareFolder } from '../../domain/share-folder.ts';
import { router, signedIn } from '../trpc.ts';

export const folder = router({
  create: signedIn
    .meta({ action: 'folder.create', resource: 'team' })
    .input(folderCreate.input)
    .output(folderCreate.output)
    .mutation(async ({ ctx, input }) => ({ folder: await createFolder(ctx.app, ctx.who, ctx.guard, input) })),

  list: signedIn
    .meta({ action: 'folder.list', resource: 'team' })
    .input(folderList.input)
    .output(folderList.output)
    .query(async ({ ctx, input }) => ({ items: await ctx.app.store.folders.listOf(input.teamId, ctx.who.userId) })),

  rename: signedIn
    .meta({ action: 'folder.rename', resource: 'folder' })
    .input(folderRename.input)
    .output(folderRename.output)
    .mutation(async ({ ctx, input }) => ({ folder: await renameFolder(ctx.app, ctx.guard, input) })),

  move: signedIn
    .meta({ action: 'folder.move', resource: 'folder' })
    .input(folderMove.input)
    .output(folderMove.output)
    .mutation(async ({ ctx, input }) => ({ folder: await moveFolder(ctx.app, ctx.who, ctx.guard, input) })),

  share: signedIn
    .meta({ action: 'folder.share', resource: 'folder' })
    .input(folderShare.input)
    .output(folderShare.output)
    .mutation(async ({ ctx, input }) => ({ items: await shareFolder(ctx.app, ctx.guard, input) })),

  /** Whom it is shared with. */
  shares: signedIn
    .meta({ action: 'folder.listShares', resource: 'folder' })
    .input(folderShares.input)
    .output(folderShares.output)
    .query(async ({ ctx, input }) => ({ items: await ctx.app.store.folders.shares(input.folderId, ctx.guard) })),

  delete: signedIn
    .meta({ action: 'folder.delete', resource: 'folder' })
    .input(folderDelete.input)
    .output(folderDelete.output)
    .mutation(async ({ ctx, input }) => {
      await deleteFolder(ctx.app, ctx.guard, input.folderId);
      return {};
    }),
});
