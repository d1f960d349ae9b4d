/** Real pictures, made here: of one colour, with whatever is put before or after their pixels. */
import { crc32, deflateSync } from 'node:zlib';

/** A PNG of this size that any browser draws. */
export function png(width: number, height: number, rgb: readonly [number, number, number] = [60, 120, 200]): Buffer<ArrayBuffer> {
  const line = Buffer.concat([Buffer.of(0), ...Array.from({ length: width }, () => Buffer.from(rgb))]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  return Buffer.concat([pngHead(width, height), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))]);
}

/** Only what a PNG says of itself, with no pixel behind it. */
export function pngHead(width: number, height: number): Buffer<ArrayBuffer> {
  const about = Buffer.alloc(13);
  about.writeUInt32BE(width, 0);
  about.writeUInt32BE(height, 4);
  about.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', about)]);
}

export function gifHead(width: number, height: number): Buffer<ArrayBuffer> {
  const head = Buffer.alloc(13);
  head.write('GIF89a', 'latin1');
  head.writeUInt16LE(width, 6);
  head.writeUInt16LE(height, 8);
  return head;
}

/** Up to the frame's header; `before`: bytes of notes (EXIF) in front of it. */
export function jpegHead(width: number, height: number, before = 0): Buffer<ArrayBuffer> {
  const notes = Buffer.alloc(before > 0 ? before + 4 : 0);
  if (before > 0) {
    notes.set([0xff, 0xe1]);
    notes.writeUInt16BE(before + 2, 2);
  }
  const frame = Buffer.from([0xff, 0xc0, 0, 17, 8, 0, 0, 0, 0, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.from([0xff, 0xe0, 0, 4, 0, 0]), notes, frame]);
}

export function webpHead(form: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Buffer<ArrayBuffer> {
  const head = Buffer.alloc(30);
  head.write('RIFF', 0, 'latin1');
  head.write(`WEBP${form}`, 8, 'latin1');
  if (form === 'VP8X') {
    head.writeUIntLE(width - 1, 24, 3);
    head.writeUIntLE(height - 1, 27, 3);
  } else if (form === 'VP8L') {
    head.writeUInt8(0x2f, 20);
    head.writeUInt32LE((width - 1) | ((height - 1) << 14), 21);
  } else {
    head.set([0x9d, 0x01, 0x2a], 23);
    head.writeUInt16LE(width, 26);
    head.writeUInt16LE(height, 28);
  }
  return head;
}

function chunk(name: string, data: Buffer): Buffer<ArrayBuffer> {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}
