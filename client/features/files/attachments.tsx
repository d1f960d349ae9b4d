import Download from 'lucide-react/icons/download';
import { useState } from 'react';
import type { Attachment } from '../../../shared/schemas/conversation.ts';
import { classes } from '../../ui/classes.ts';
import { boxOf, boxStyle } from '../conversation/row-height.ts';
import { addressOf, FileIcon, fileSize } from './file-icon.tsx';
import { FileViewer } from './file-viewer.tsx';
import box from './file.module.css';
import css from './attachments.module.css';

/** The files of a message: pictures in their boxes, everything else as a row to save. */
export function Attachments({ attachments }: { attachments: readonly Attachment[] }) {
  const [opened, setOpened] = useState<Attachment>();
  return (
    <div className={css.attachments}>
      {attachments.map((each) =>
        each.type === 'image' ? (
          <Picture key={each.id} file={each} onOpen={() => setOpened(each)} />
        ) : (
          <SavedRow key={each.id} file={each} />
        ),
      )}
      {opened !== undefined && <FileViewer file={opened} onClose={() => setOpened(undefined)} />}
    </div>
  );
}

/** One that cannot be drawn after all is offered for saving. */
function Picture({ file, onOpen }: { file: Attachment; onOpen(): void }) {
  const [broken, setBroken] = useState(false);
  const { width, height } = boxOf(file);
  if (broken) return <SavedRow file={file} />;
  return (
    <button type="button" className={css.picture} style={boxStyle(file)} aria-label={`Open ${file.name}`} onClick={onOpen}>
      <img
        src={addressOf(file)}
        width={width}
        height={height}
        alt={file.name}
        decoding="async"
        draggable={false}
        onError={() => setBroken(true)}
      />
    </button>
  );
}

function SavedRow({ file }: { file: Attachment }) {
  return (
    <a className={classes(box.box, css.file)} href={addressOf(file)} download={file.name}>
      <span className="said">Download </span>
      <span className={box.face}>
        <FileIcon type={file.type} />
      </span>
      <span className={box.about}>
        <bdi className={box.name}>{file.name}</bdi>
        <span className={box.size}>{fileSize(file.size)}</span>
      </span>
      <Download size={16} />
    </a>
  );
}
