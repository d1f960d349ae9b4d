/** What is not needed to read and to write: it comes when it is used, or some time after the page, so that it is there when the network is not. */
import { lazy } from 'react';
import { untilThere } from '../app/until-there.ts';

export const fileParts = () => untilThere(() => import('../files/index.ts'));
const editing = () => untilThere(() => import('./edit-form.tsx'));

export const FileChips = lazy(async () => ({ default: (await fileParts()).FileChips }));
export const Attachments = lazy(async () => ({ default: (await fileParts()).Attachments }));
export const OutgoingFiles = lazy(async () => ({ default: (await fileParts()).OutgoingFiles }));
export const EditForm = lazy(async () => ({ default: (await editing()).EditForm }));

export function bringLater(): void {
  void fileParts();
  void editing();
}
