import { FILES } from '../../../shared/limits.ts';
import type { ConversationHandle, Upload } from '../../sdk/types.ts';
import type { Observed } from '../../store/observable.ts';

/** Begins to upload files for the message that is being written, as many as it can take. */
export async function attach(
  conversation: ConversationHandle,
  draft: Observed<readonly Upload[]>,
  files: readonly File[],
  say: (text: string) => void,
): Promise<void> {
  const room = FILES.maxPerMessage - draft.get().length;
  if (files.length > room) say(`A message has at most ${FILES.maxPerMessage} files.`);
  for (const file of files.slice(0, Math.max(0, room))) {
    const upload = await conversation.upload(file);
    draft.set([...draft.get(), upload]);
    let before = upload.current.state;
    upload.subscribe(() => {
      if (before === upload.current.state) return;
      before = upload.current.state;
      // The same files, and one of them stands elsewhere.
      if (draft.get().includes(upload)) draft.set([...draft.get()]);
    });
  }
}
