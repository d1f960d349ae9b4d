import { useSyncExternalStore } from 'react';
import type { Upload, UploadState } from '../../sdk/types.ts';

/** Where a file on its way stands. */
export function useUploadState(upload: Upload): UploadState {
  return useSyncExternalStore(
    (listener) => upload.subscribe(listener),
    () => upload.current,
  );
}

/** Types that a browser draws and the server shows; what the bytes are is found there. */
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);

export function looksLikePicture(blob: Blob): boolean {
  return PICTURES.has(blob.type);
}
