import type { Guard, Relation } from '../../shared/access.ts';
import type { FolderId, UserId } from '../../shared/ids.ts';
import type { Share } from '../../shared/schemas/conversation.ts';
import { noting } from '../access/gate.ts';
import type { App } from '../ports.ts';
import { tellFolders, tellTouched } from './tell-touched.ts';

/** Gives a single person what is open to the team in this folder and below, or takes it back. */
export async function shareFolder(
  app: App,
  guard: Guard,
  change: { folderId: FolderId; userId: UserId; relation: Relation | null },
): Promise<Share[]> {
  const { userId, relation } = change;
  const { teamId, shares, touched } = await app.store.folders.share(change, noting(guard, { userId, relation }));
  tellTouched(app, touched);
  await tellFolders(app, teamId);
  return shares;
}
