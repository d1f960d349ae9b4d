import type { Guard } from '../../shared/access.ts';
import type { FolderId, TeamId } from '../../shared/ids.ts';
import type { Folder } from '../../shared/schemas/conversation.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';
import { filingIn } from './filing-in.ts';
import { tellFolders } from './tell-touched.ts';

export async function createFolder(
  app: App,
  who: Principal,
  guard: Guard,
  draft: { teamId: TeamId; name: string; parentId?: FolderId | undefined },
): Promise<Folder> {
  const { teamId, name, parentId } = draft;
  const folder = await app.store.folders.create(
    { teamId, name, ...(parentId && { parentId }) },
    guard,
    app.clock.now(),
    filingIn(app, who, parentId),
  );
  await tellFolders(app, teamId);
  return folder;
}
