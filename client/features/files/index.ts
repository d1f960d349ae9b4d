/** Everything about files, in one piece that comes when it is needed, with the part of the client that brings them to the server. */
import '../../sdk/uploads.ts';

export { attach } from './attach.ts';
export { Attachments } from './attachments.tsx';
export { FileChips } from './file-chips.tsx';
export { OutgoingFiles } from './outgoing-files.tsx';
