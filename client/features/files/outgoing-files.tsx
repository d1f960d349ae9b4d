import type { ReactNode } from 'react';
import type { Attachment } from '../../../shared/schemas/conversation.ts';
import type { OutboxFile, Upload } from '../../sdk/types.ts';
import { classes } from '../../ui/classes.ts';
import { Progress } from '../../ui/progress.tsx';
import { useWorkspace } from '../app/workspace.ts';
import { boxStyle } from '../conversation/row-height.ts';
import { FileIcon, fileSize } from './file-icon.tsx';
import { HeldPicture } from './held-picture.tsx';
import { useUploadState } from './use-upload.ts';
import box from './file.module.css';
import css from './attachments.module.css';

/** The files of a message on its way, in the boxes they will have. */
export function OutgoingFiles({ files }: { files: readonly OutboxFile[] }) {
  const { parley } = useWorkspace();
  return (
    <div className={css.attachments}>
      {files.map((file) => {
        const upload = parley.upload(file.key);
        return upload ? <OnItsWay key={file.key} upload={upload} /> : <Waiting key={file.key} file={file} />;
      })}
    </div>
  );
}

function OnItsWay({ upload }: { upload: Upload }) {
  const current = useUploadState(upload);
  const known = current.state === 'done' ? current.attachment : undefined;
  if (known?.type === 'image') return <Preview file={known} blob={upload.blob} />;
  return (
    <Waiting file={upload} type={known?.type}>
      {current.state === 'sending' && <Progress label={`Uploading ${upload.name}`} value={current.sentBytes / Math.max(1, upload.size)} />}
    </Waiting>
  );
}

function Preview({ file, blob }: { file: Attachment; blob: Blob }) {
  return (
    <div className={css.picture} style={boxStyle(file)}>
      <HeldPicture blob={blob} alt={file.name} />
    </div>
  );
}

interface WaitingProps {
  file: Pick<OutboxFile, 'name' | 'size'>;
  type?: Attachment['type'] | undefined;
  children?: ReactNode;
}

function Waiting({ file, type = 'other', children }: WaitingProps) {
  return (
    <div className={classes(box.box, css.file, css.waits)}>
      <span className={box.face}>
        <FileIcon type={type} />
      </span>
      <span className={box.about}>
        <bdi className={box.name}>{file.name}</bdi>
        {children || <span className={box.size}>{fileSize(file.size)}</span>}
      </span>
    </div>
  );
}
