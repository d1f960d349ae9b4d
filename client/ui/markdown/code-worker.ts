import { paintsOf } from './paints-of.ts';

addEventListener('message', ({ data }: MessageEvent<{ id: number; code: string; language: string }>) => {
  postMessage({ id: data.id, paints: paintsOf(data.code, data.language) });
});
