import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkTarget } from '../../client/ui/markdown/link-target.ts';
import { MarkdownReader } from '../../client/ui/markdown/reader.ts';
import { spansOf } from '../../client/ui/markdown/span.ts';

const pieces = fc.constantFrom(
  'word',
  ' ',
  '\n',
  '\n\n',
  '- ',
  '  ',
  '    ',
  '1. ',
  '2. ',
  '> ',
  '# ',
  '## ',
  '```',
  '```ts\n',
  '~~~',
  '| a | b |',
  '\n|-|-|\n',
  '---',
  '===',
  '*',
  '**',
  '`',
  '[a]',
  '(http://a.b)',
  '[a]: http://a.b\n',
  '<div>',
  '</div>',
  '<!--',
  '-->',
  '\t',
  '\\',
  '- [ ] ',
  '- [x] ',
  'a\r\n',
  '\r',
  '😀',
  '![i](x)',
  '***',
  '+ ',
  '* ',
);

test('REPLY-1 a text read piece by piece is drawn like the same text read at once', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const growing = new MarkdownReader();
      let text = '';
      for (const part of parts) {
        text += part;
        expect(growing.read(text)).toEqual(new MarkdownReader().read(text));
      }
    }),
    { numRuns: 1_000, seed: 7 },
  );
});

test('finished blocks keep their identity while the text grows', () => {
  const reader = new MarkdownReader();
  const before = reader.read('# Title\n\nOne.\n\nTwo\n').blocks;
  const after = reader.read('# Title\n\nOne.\n\nTwo\nand more').blocks;
  expect(after[0]).toBe(before[0]);
  expect(after[1]).toBe(before[1]);
  expect(after[2]).toMatchObject({ kind: 'paragraph', text: 'Two\nand more' });
});

test('INPUT-4 HTML is text, and nesting without end is text too', () => {
  const [html] = new MarkdownReader().read('<script>alert(1)</script>').blocks;
  expect(html).toMatchObject({ kind: 'plain', text: '<script>alert(1)</script>' });
  expect(new MarkdownReader().read('>'.repeat(20_000)).blocks).toHaveLength(1);
});

test('INPUT-4 links lead to whole addresses of the allowed kinds alone', () => {
  for (const href of [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    '/t/x',
    '//evil.example',
    'blob:x',
    '',
  ]) {
    expect(linkTarget(href), href).toBeUndefined();
  }
  expect(linkTarget('https://a.example/x')).toEqual({ href: 'https://a.example/x', place: 'a.example' });
  expect(linkTarget('mailto:a@b.example')?.place).toBe('a@b.example');
});

test('INPUT-1 a line made to be slow is shown as it was written', () => {
  const hostile = '_a*'.repeat(5_000);
  expect(spansOf(hostile, {})).toEqual([{ kind: 'text', text: hostile }]);
});
