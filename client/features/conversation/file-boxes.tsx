import type { Attachment } from '../../../shared/schemas/conversation.ts';
import { boxStyle } from './row-height.ts';
import css from './row.module.css';

/** Room for the files of a message, as large as they are going to be. */
export function FileBoxes({ attachments }: { attachments: readonly Attachment[] }) {
  return (
    <div className={css.files}>
      {attachments.map((each) => (
        <div
          key={each.id}
          className={each.type === 'image' ? undefined : css.file}
          style={each.type === 'image' ? boxStyle(each) : undefined}
        />
      ))}
    </div>
  );
}
