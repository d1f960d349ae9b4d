import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KINDS } from '../../client/ui/markdown/code-kinds.ts';
import { linkTarget } from '../../client/ui/markdown/link-target.ts';
import { paintsOf } from '../../client/ui/markdown/paints-of.ts';
import { MarkdownReader, type Reading } from '../../client/ui/markdown/reader.ts';
import { spansOf } from '../../client/ui/markdown/span.ts';

const blocksOf = ({ parts }: Reading) => parts.flat();

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
  const before = blocksOf(reader.read('# Title\n\nOne.\n\nTwo\n'));
  const after = blocksOf(reader.read('# Title\n\nOne.\n\nTwo\nand more'));
  expect(after[0]).toBe(before[0]);
  expect(after[1]).toBe(before[1]);
  expect(after[2]).toMatchObject({ kind: 'paragraph', text: 'Two\nand more' });
});

test('INPUT-4 HTML is text, and nesting without end is text too', () => {
  const [html] = blocksOf(new MarkdownReader().read('<script>alert(1)</script>'));
  expect(html).toMatchObject({ kind: 'plain', text: '<script>alert(1)</script>' });
  expect(blocksOf(new MarkdownReader().read('>'.repeat(20_000)))).toHaveLength(1);
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

test('finished parts of a long text keep their identity while it grows', () => {
  const reader = new MarkdownReader();
  const text = Array.from({ length: 200 }, (_, at) => `Paragraph ${at}.\n\n`).join('');
  const before = reader.read(text).parts;
  const after = reader.read(`${text}One more.`).parts;
  expect(before.length).toBeGreaterThan(4);
  expect(after.filter((part) => before.includes(part)).length).toBeGreaterThanOrEqual(before.length - 1);
});

test('formulas are told from prices, variables and code', () => {
  const math = (text: string) => spansOf(text, {}).flatMap((span) => (span.kind === 'math' ? [span.tex] : []));
  expect(math('so $x^2$ and \\(y\\), then $$z$$ or \\[w\\]')).toEqual(['x^2', 'y', 'z', 'w']);
  for (const text of ['$5 to $10', '$5/$10', '$HOME/$PATH', 'US$ 5 and US$ 6', '`$x$`', '$ x $', '\\$5$', '$$', '$x', '$a\\$'])
    expect(math(text), text).toEqual([]);
  const kinds = (text: string) => blocksOf(new MarkdownReader().read(text)).map(({ kind }) => kind);
  expect(kinds('before\n$$\na\n= b\n- c\n$$\nafter')).toEqual(['paragraph', 'math', 'paragraph']);
  expect(kinds('\\[\n# 1\n\\]')).toEqual(['math']);
  expect(kinds('$$\na\n\nb\n$$')).not.toContain('math');
  expect(kinds('```\n$$\na\n$$\n```')).toEqual(['code']);
});

test('code is whole when its fence is closed', () => {
  const complete = (text: string) => blocksOf(new MarkdownReader().read(text)).map((block) => block.kind === 'code' && block.complete);
  expect(complete('```ts\nconst a = 1;')).toEqual([false]);
  expect(complete('```ts\nconst a = 1;\n```')).toEqual([true]);
  expect(complete('~~~\n```\n~~~')).toEqual([true]);
});

test('what is coloured in code covers its words in order, whatever the language', () => {
  const code = 'export const answer = 42; // the one\nconst text = `a ${answer} b`;';
  const paints = paintsOf(code, 'TypeScript');
  const words = paints.map(([start, end, kind]) => `${KINDS[kind]} ${code.slice(start, end)}`);
  expect(words).toEqual(expect.arrayContaining(['keyword export', 'value 42', 'comment // the one', 'text `a ']));
  for (const [at, [start, end]] of paints.entries()) {
    expect(start).toBeGreaterThanOrEqual(paints[at - 1]?.[1] ?? 0);
    expect(end).toBeGreaterThan(start);
  }
  expect(paintsOf(code, 'no-such-language')).toEqual([]);
});
