/**
 * What the first bytes of a picture say of it: its kind by signature, its size by its header. Nothing is decoded, and nothing is believed that is not in the
 * bytes. PNG (ISO/IEC 15948, 11.2.2), GIF (89a, 18), JPEG (ITU T.81, B.2.2), WebP (RFC 9649, 2).
 */
export interface Picture {
  mime: 'image/png' | 'image/gif' | 'image/jpeg' | 'image/webp';
  width: number;
  height: number;
}

/** So much of a file holds its size, but for pictures with very much written before it. */
export const HEAD_BYTES = 512 * 1024;

/** Undefined when it is none of the four. */
export function pictureIn(head: Uint8Array): Picture | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  try {
    return png(view) ?? gif(view) ?? jpeg(view) ?? webp(view);
  } catch (error) {
    // Read past its end: it claims to be more than it is.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function png(view: DataView): Picture | undefined {
  if (!says(view, 0, '\x89PNG\r\n\x1a\n') || !says(view, 12, 'IHDR')) return undefined;
  return { mime: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view: DataView): Picture | undefined {
  if (!says(view, 0, 'GIF87a') && !says(view, 0, 'GIF89a')) return undefined;
  return { mime: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** Walks from marker to marker until one begins a frame. */
function jpeg(view: DataView): Picture | undefined {
  if (!says(view, 0, '\xff\xd8\xff')) return undefined;
  for (let at = 2; ;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (beginsFrame(marker)) return { mime: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else if (marker === 0xda || marker === 0xd9) return undefined;
    else at += 2 + (standsAlone(marker) ? 0 : view.getUint16(at + 2));
  }
}

function beginsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function standsAlone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
}

function webp(view: DataView): Picture | undefined {
  if (!says(view, 0, 'RIFF') || !says(view, 8, 'WEBP')) return undefined;
  const mime = 'image/webp';
  if (says(view, 12, 'VP8X')) return { mime, width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (says(view, 12, 'VP8L') && view.getUint8(20) === 0x2f) {
    const bits = view.getUint32(21, true);
    return { mime, width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (says(view, 12, 'VP8 ') && says(view, 23, '\x9d\x01\x2a'))
    return { mime, width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  return undefined;
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000;
}

/** The letters stand there byte by byte. */
function says(view: DataView, at: number, letters: string): boolean {
  if (at + letters.length > view.byteLength) return false;
  return [...letters].every((letter, index) => view.getUint8(at + index) === letter.charCodeAt(0));
}
