import type { OpenedFile } from '../../db/store.ts';
import type { FileId } from '../../shared/ids.ts';
import { guardFor } from '../access/gate.ts';
import type { Principal } from '../auth/principal.ts';
import type { App } from '../ports.ts';

/** A file to be read by somebody who may read its message. `decide` asks again, for as long as bytes leave: it throws when the answer turned to no (LEAVE-2). */
export async function openFile(app: App, who: Principal, fileId: FileId): Promise<OpenedFile & { decide(): void }> {
  const guard = guardFor(app, who, 'conversation.read', { kind: 'file', fileId });
  const { store } = app;
  let known = store.accessRevision();
  guard.check(store.facts(who.credential, guard.ref));
  const decide = () => {
    const revision = store.accessRevision();
    if (revision !== known) guard.check(store.facts(who.credential, guard.ref));
    known = revision;
  };
  return { ...(await store.files.open(fileId, guard)), decide };
}
