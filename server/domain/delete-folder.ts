import type { Guard } from '../../shared/access.ts';
import type { FolderId } from '../../shared/ids.ts';
import type { App } from '../ports.ts';
import { tellFolders, tellTouched } from './tell-touched.ts';

/** What is in it moves up one level; what the folder itself was shared for ends. */
export async function deleteFolder(app: App, guard: Guard, folderId: FolderId): Promise<void> {
  const { teamId, touched } = await app.store.folders.delete(folderId, guard);
  tellTouched(app, touched);
  await tellFolders(app, teamId);
}
