/** What is not needed to read and to write: it comes when it is used, or some time after the page, so that it is there when the network is not. */
import { lazy } from 'react';

const AGAIN_MS = 2_000;

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

/** While it cannot be had, because the network is away, it is asked for again. */
async function untilThere<Part>(bring: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await bring();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
