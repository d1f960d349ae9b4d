import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Inspector } from '../../db/blobs/inspector.ts';
import { disposition, fileNameIn } from '../../server/http/file-name.ts';
import { Refusal } from '../../shared/errors.ts';
import { FILES } from '../../shared/limits.ts';
import { gifHead, jpegHead, png, pngHead, webpHead } from '../support/pictures.ts';

/** What the bytes are, given in pieces of this size. */
function kind(bytes: Uint8Array | string, pieceBytes = 7) {
  const all = Buffer.from(bytes);
  const inspector = new Inspector();
  for (let at = 0; at < all.length; at += pieceBytes) inspector.take(all.subarray(at, at + pieceBytes));
  return inspector.kind();
}

const OTHER = { type: 'other', mime: 'application/octet-stream' };
const TEXT = { type: 'text', mime: 'text/plain' };

test('pictures are known by their bytes, with the size their header says', () => {
  const size = { width: 1_234, height: 567 };
  expect(kind(png(13, 5))).toEqual({ type: 'image', mime: 'image/png', width: 13, height: 5 });
  expect(kind(pngHead(1_234, 567))).toEqual({ type: 'image', mime: 'image/png', ...size });
  expect(kind(gifHead(1_234, 567))).toEqual({ type: 'image', mime: 'image/gif', ...size });
  expect(kind(jpegHead(1_234, 567))).toEqual({ type: 'image', mime: 'image/jpeg', ...size });
  expect(kind(jpegHead(1_234, 567, 60_000), 4_096)).toEqual({ type: 'image', mime: 'image/jpeg', ...size });
  for (const form of ['VP8 ', 'VP8L', 'VP8X'] as const)
    expect(kind(webpHead(form, 1_234, 567)), form).toEqual({ type: 'image', mime: 'image/webp', ...size });
});

test('INPUT-2 a picture without a size, or with one that nobody can draw, is a file like any other', () => {
  expect(kind(pngHead(0, 10))).toEqual(OTHER);
  expect(kind(pngHead(FILES.imageMaxSide + 1, 1))).toEqual(OTHER);
  expect(kind(pngHead(FILES.imageMaxSide, FILES.imageMaxSide))).toEqual(OTHER);
  expect(kind(pngHead(10, 10).subarray(0, 20))).toEqual(OTHER);
  expect(kind(jpegHead(10, 10).subarray(0, 12))).toEqual(OTHER);
});

test('text is what is UTF-8 and holds no bytes that no text has; a file that says it is a picture is no text', () => {
  expect(kind('Grüße, 世界 🌍\n\tand so on\r\n')).toEqual(TEXT);
  expect(kind('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')).toEqual(TEXT);
  expect(kind('\x1b[31mred\x1b[0m')).toEqual(TEXT);
  expect(kind('a\0b')).toEqual(OTHER);
  expect(kind(Buffer.from([0x61, 0xff, 0x62]))).toEqual(OTHER);
  // The beginning of a letter, and then the end of the file.
  expect(kind(Buffer.from('ab…').subarray(0, 4))).toEqual(OTHER);
  expect(kind(gifHead(0, 0))).toEqual(OTHER);
});

test('INPUT-1 no bytes at all make it fail, however they are cut', () => {
  const heads = [pngHead(9, 9), gifHead(9, 9), jpegHead(9, 9, 30), webpHead('VP8X', 9, 9)];
  const bytes = fc
    .tuple(fc.constantFrom(Buffer.alloc(0), ...heads), fc.uint8Array({ maxLength: 80 }), fc.nat(60))
    .map(([head, rest, at]) => Buffer.concat([head.subarray(0, at), rest]));
  fc.assert(
    fc.property(bytes, fc.integer({ min: 1, max: 50 }), (all, piece) => {
      expect(kind(all, piece)).toEqual(kind(all, all.length || 1));
    }),
  );
});

test('names: without folders, without what hides, not too long; never refused for how they look', () => {
  const named = (name: string) => fileNameIn(encodeURIComponent(name));
  expect(named('notes.txt')).toBe('notes.txt');
  expect(named('../../etc/passwd')).toBe('passwd');
  expect(named('C:\\Users\\ana\\report.pdf')).toBe('report.pdf');
  expect(named('..')).toBe('file');
  expect(named('')).toBe('file');
  expect(fileNameIn(undefined)).toBe('file');
  expect(named('a\0b\r\nSet-Cookie: x')).toBe('a b Set-Cookie: x');
  expect(named('exe\u202egnp.txt')).toBe('exe gnp.txt');
  const long = named(`${'ä'.repeat(500)}.tar.gz`);
  expect([...long]).toHaveLength(FILES.nameMaxChars);
  expect(long.endsWith('….gz')).toBe(true);
  expect(() => fileNameIn('%E0%A4')).toThrow(Refusal);
});

test('INPUT-1 a name cannot leave its header, and comes out as it went in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (name) => {
      const header = disposition('attachment', name);
      expect(header).toMatch(/^attachment; filename="[A-Za-z0-9 ._()+,=@-]*"; filename\*=UTF-8''[A-Za-z0-9%._~-]*$/u);
      expect(decodeURIComponent(header.split("UTF-8''")[1] ?? '')).toBe(name.toWellFormed());
    }),
  );
});
