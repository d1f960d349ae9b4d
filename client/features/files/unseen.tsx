import { MODEL_PICTURES } from '../../../shared/limits.ts';
import { calledModels, pictureRoom, tagged } from '../../../shared/models.ts';
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
  for (const called of calledModels(text)) {
    const found = models.find(({ name }) => tagged(name) === tagged(called));
    if (found) return found.name;
  }
  return undefined;
}

function sayUnseen({ name, provider, capabilities }: Model, files: readonly Upload[]): string | undefined {
  if (provider === 'guide') return 'The guide cannot see files.';
  const sees = capabilities.includes('vision');
  const room = pictureRoom();
  const unseen = files.filter((file) => (isPicture(file) ? !sees || !room(pictureOf(file)) : !isRead(file)));
  if (unseen.length === 0) return undefined;
  if (!sees && unseen.every(isPicture)) return `${name} cannot see images.`;
  const said = `${name} cannot see ${unseen.map((file) => file.name).join(', ')}`;
  const tooMany = sees && unseen.some((file) => isPicture(file) && pictureRoom()(pictureOf(file)));
  return tooMany
    ? `${said}: it gets ${MODEL_PICTURES.most} pictures at most, ${MODEL_PICTURES.maxBytes / 1024 / 1024} MB together.`
    : `${said}.`;
}

function isPicture({ current, blob }: Upload): boolean {
  return current.state === 'done' ? current.attachment.type === 'image' : looksLikePicture(blob);
}

function pictureOf({ current, blob }: Upload): { mime: string; size: number } {
  return current.state === 'done' ? current.attachment : { mime: blob.type, size: blob.size };
}

/** Texts are read by every model; what is not known yet is not spoken of. */
function isRead({ current }: Upload): boolean {
  return current.state !== 'done' || current.attachment.type === 'text';
}
