import RotateCw from 'lucide-react/icons/rotate-cw';
import X from 'lucide-react/icons/x';
import type { Upload, UploadState } from '../../sdk/types.ts';
import { classes } from '../../ui/classes.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { useConnection } from '../app/workspace.ts';
import { focusComposer } from '../conversation/composer-focus.ts';
import { useRoom } from '../conversation/room.ts';
import { FileIcon, fileSize } from './file-icon.tsx';
import { HeldPicture } from './held-picture.tsx';
import { Unseen } from './unseen.tsx';
import { looksLikePicture, useUploadState } from './use-upload.ts';
import box from './file.module.css';
import css from './file-chips.module.css';

/** What goes with the message, and what whoever answers cannot see of it. */
export function FileChips({ files, text }: { files: readonly Upload[]; text: string }) {
  return (
    <div className={css.files}>
      <ul className={css.chips} aria-label="Files to send">
        {files.map((upload) => (
          <Chip key={upload.key} upload={upload} />
        ))}
      </ul>
      <Unseen files={files} text={text} />
    </div>
  );
}

function Chip({ upload }: { upload: Upload }) {
  const { id, draft } = useRoom();
  const current = useUploadState(upload);
  const remove = () => {
    upload.discard();
    draft.files.set(draft.files.get().filter((each) => each !== upload));
    focusComposer(id);
  };
  const retry = current.state === 'refused' && current.reason !== 'TOO_LARGE' && current.reason !== 'VALIDATION';
  return (
    <li className={classes(box.box, css.chip, current.state === 'refused' && css.refused)}>
      <span className={box.face}>
        {looksLikePicture(upload.blob) ? (
          <HeldPicture blob={upload.blob} alt="" />
        ) : (
          <FileIcon type={current.state === 'done' ? current.attachment.type : 'other'} />
        )}
      </span>
      <span className={box.about}>
        <bdi className={box.name} title={upload.name}>
          {upload.name}
        </bdi>
        <Standing upload={upload} current={current} />
      </span>
      {retry && (
        <IconButton label={`Try ${upload.name} again`} size="small" onClick={() => upload.retry()}>
          <RotateCw size={14} />
        </IconButton>
      )}
      <IconButton label={`Remove ${upload.name}`} size="small" onClick={remove}>
        <X size={14} />
      </IconButton>
    </li>
  );
}

function Standing({ upload, current }: { upload: Upload; current: UploadState }) {
  const connection = useConnection();
  switch (current.state) {
    case 'done':
      return <span className={box.size}>{fileSize(upload.size)}</span>;
    case 'refused':
      return (
        <span className={css.say} role="alert">
          {current.say}
        </span>
      );
    case 'waiting':
      return <span className={box.size}>{connection.state === 'open' ? fileSize(upload.size) : 'Waits for the connection'}</span>;
    case 'sending':
      return <Progress label={`Uploading ${upload.name}`} value={current.sentBytes / Math.max(1, upload.size)} />;
  }
}
