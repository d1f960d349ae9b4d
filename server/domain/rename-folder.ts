import type { Guard } from '../../shared/access.ts';
import type { FolderId } from '../../shared/ids.ts';
import type { Folder } from '../../shared/schemas/conversation.ts';
import type { App } from '../ports.ts';
import { tellFolders } from './tell-touched.ts';

export async function renameFolder(app: App, guard: Guard, change: { folderId: FolderId; name: string }): Promise<Folder> {
  const folder = await app.store.folders.rename(change.folderId, change.name, guard);
  await tellFolders(app, folder.teamId);
  return folder;
}
