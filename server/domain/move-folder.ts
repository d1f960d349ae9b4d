import type { Guard } from '../../shared/access.ts';
import type { FolderId } from '../../shared/ids.ts';
import type { Folder } from '../../shared/schemas/conversation.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { filingIn } from './filing-in.ts';
import { tellFolders, tellTouched } from './tell-touched.ts';

/** With all that is in it. Whoever saw that by a folder above sees it no more, at once. */
export async function moveFolder(
  app: App,
  who: Principal,
  guard: Guard,
  change: { folderId: FolderId; parentId: FolderId | null },
): Promise<Folder> {
  const { folder, touched } = await app.store.folders.move(change, guard, filingIn(app, who, change.parentId));
  tellTouched(app, touched);
  await tellFolders(app, folder.teamId);
  return folder;
}
