import type { FileId } from '../../shared/ids.ts';
import { guardFor } from '../access/gate.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';

/** A file of one's own that is not to be sent after all. */
export async function removeFile(app: App, who: Principal, fileId: FileId): Promise<void> {
  const guard = guardFor(app, who, 'conversation.read', { kind: 'file', fileId });
  guard.check(app.store.facts(who.credential, guard.ref));
  await app.store.files.remove(fileId, guard);
}
