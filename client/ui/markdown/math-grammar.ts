import type { MarkedOptions, Tokens } from 'marked';

/** TeX in a text: `$x$` and `\(x\)` within a line, `$$x$$` and `\[x\]` set apart. */
export interface MathToken extends Tokens.Generic {
  type: 'math';
  raw: string;
  tex: string;
  apart: boolean;
}

/** Longer ones are shown as they were written. */
const MAX_CHARS = 4_000;
const APART = /^ {0,3}(?:\$\$|\\\[)/;
const BLANK_LINE = /\n[ \t]*\n/;

/** How `marked` reads a text with formulas; undefined when there is none in it, since looking for them takes time. */
export function mathGrammar(text: string): NonNullable<MarkedOptions['extensions']> | null {
  if (!text.includes('$') && !text.includes('\\(') && !text.includes('\\[')) return null;
  return { renderers: {}, childTokens: {}, block: [block], startBlock: [nextBlock], inline: [span], startInline: [nextSpan] };
}

export function isMath(token: { type: string }): token is MathToken {
  return token.type === 'math';
}

/** A formula on lines of its own. No blank line in it: TeX forbids one, and a text that grows may be cut there for good. */
function block(src: string): MathToken | undefined {
  const opening = APART.exec(src)?.[0];
  if (opening === undefined) return undefined;
  const closing = opening.endsWith('$') ? '$$' : '\\]';
  const end = src.indexOf(closing, opening.length);
  const tex = src.slice(opening.length, end);
  if (end === -1 || tex.trim() === '' || tex.length > MAX_CHARS || BLANK_LINE.test(tex)) return undefined;
  const after = /^[ \t]*(?=\n|$)/.exec(src.slice(end + closing.length));
  if (after === null) return undefined;
  return { type: 'math', raw: src.slice(0, end + closing.length + after[0].length), tex: tex.trim(), apart: true };
}

/** Where the paragraph before a formula ends. */
function nextBlock(src: string): number | undefined {
  for (let at = src.indexOf('\n'); at !== -1; at = src.indexOf('\n', at + 1)) {
    if (APART.test(src.slice(at + 1, at + 6)) && block(src.slice(at + 1)) !== undefined) return at + 1;
  }
  return undefined;
}

function span(src: string): MathToken | undefined {
  return delimited(src, '$$', '$$', true) ?? delimited(src, '\\[', '\\]', true) ?? delimited(src, '\\(', '\\)', false) ?? dollars(src);
}

function delimited(src: string, opening: string, closing: string, apart: boolean): MathToken | undefined {
  if (!src.startsWith(opening)) return undefined;
  const end = src.indexOf(closing, opening.length);
  const tex = src.slice(opening.length, end).trim();
  if (end === -1 || tex === '' || tex.length > MAX_CHARS) return undefined;
  return { type: 'math', raw: src.slice(0, end + closing.length), tex, apart };
}

/** `$x$`, told from prices and variables: nothing blank inside at the dollars, and no letter or digit right after them. */
function dollars(src: string): MathToken | undefined {
  const [raw = '', tex = ''] = /^\$(?![\s$])((?:\\[^]|[^\\$\n])*?)(?<![\s\\])\$(?![\p{L}\p{N}$])/u.exec(src) ?? [];
  if (raw === '' || tex.length > MAX_CHARS) return undefined;
  return { type: 'math', raw, tex, apart: false };
}

function nextSpan(src: string): number | undefined {
  const at = src.search(/\$|\\[([]/);
  return at === -1 ? undefined : at;
}
