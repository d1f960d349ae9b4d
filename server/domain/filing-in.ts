import type { Guard } from '../../shared/access.ts';
import type { FolderId } from '../../shared/ids.ts';
import { guardFor } from '../access/gate.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';

/** The decision about the folder that something is put into, besides the one about what is put there. None for the top of the team. */
export function filingIn(app: App, who: Principal, folderId: FolderId | null | undefined): Guard | undefined {
  return folderId ? guardFor(app, who, 'folder.file', { kind: 'folder', folderId }) : undefined;
}
