import type { Model } from '../../../shared/schemas/model.ts';
import type { Upload } from '../../sdk/types.ts';
import { usePart } from '../conversation/room.ts';
import { useAnsweringModel } from '../conversation/use-answering-model.ts';
import { looksLikePicture } from './use-upload.ts';
import css from './file-chips.module.css';

/** What whoever would answer cannot see: said before it is sent. */
export function Unseen({ files, text }: { files: readonly Upload[]; text: string }) {
  const answers = usePart((state) => state.conversation.answers);
  const { name, models } = useAnsweringModel();
  const asked = namedIn(text, models) ?? (answers === 'always' && !text.startsWith('/quiet') ? name : undefined);
  const model = models.find((each) => each.name === asked);
  const said = model && sayUnseen(model, files);
  return (
    <span className={said ? css.unseen : 'said'} role="status">
      {said ?? ''}
    </span>
  );
}

/** As the server finds who is called by @name. */
function namedIn(text: string, models: readonly Model[]): string | undefined {
  for (const [, said = ''] of text.matchAll(/(?:^|\s)@([A-Za-z0-9][A-Za-z0-9._/:-]*)/g)) {
    const wanted = tagged(said.replace(/[.:]+$/, ''));
    const found = models.find((model) => tagged(model.name) === wanted);
    if (found) return found.name;
  }
  return undefined;
}

function tagged(name: string): string {
  return /:[^/]*$/.test(name) ? name : `${name}:latest`;
}

function sayUnseen({ name, provider, capabilities }: Model, files: readonly Upload[]): string | undefined {
  if (provider === 'guide') return 'The guide cannot see files.';
  const sees = capabilities.includes('vision');
  const unseen = files.filter((file) => !isSeen(file, sees));
  if (unseen.length === 0) return undefined;
  if (!sees && unseen.every(isPicture)) return `${name} cannot see images.`;
  return `${name} cannot see ${unseen.map((file) => file.name).join(', ')}.`;
}

function isPicture({ current, blob }: Upload): boolean {
  return current.state === 'done' ? current.attachment.type === 'image' : looksLikePicture(blob);
}

/** Texts are read by every model; what is not known yet is not spoken of. */
function isSeen(file: Upload, sees: boolean): boolean {
  if (isPicture(file)) return sees && file.blob.type !== 'image/gif';
  return file.current.state !== 'done' || file.current.attachment.type === 'text';
}
