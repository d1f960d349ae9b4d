import type { MarkedToken, Token, Tokens } from 'marked';
import { isMath } from './math-grammar.ts';

/** A piece of a text as it is drawn. `raw` is its source: equal source, equal drawing, so that nothing unchanged is drawn again. */
export type Block = { raw: string } & (
  | { kind: 'paragraph'; text: string }
  | { kind: 'heading'; depth: number; text: string }
  /** `complete`: its closing fence is there. */
  | { kind: 'code'; language: string; code: string; complete: boolean }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Item[] }
  | { kind: 'table'; align: Align[]; header: string[]; rows: string[][] }
  | { kind: 'rule' }
  | { kind: 'math'; tex: string }
  /** Shown letter by letter: HTML, and what is nested too deep or too long to be read as Markdown. */
  | { kind: 'plain'; text: string }
);
export type Align = 'center' | 'left' | 'right' | null;
export interface Item {
  raw: string;
  /** Set for a task: whether it is ticked. */
  ticked?: boolean;
  blocks: Block[];
}

const MAX_DEPTH = 8;
const FENCE_END = /\n *(?:`{3,}|~{3,})\s*$/;

/** The block a token stands for; nothing for blank lines, link definitions and the box of a task, which its item tells. */
export function blockOf(token: Token, depth = 0): Block | undefined {
  if (isMath(token)) return { kind: 'math', raw: token.raw, tex: token.tex };
  // The lexer runs with no other extension, whose tokens are the rest of its type.
  const known = token as MarkedToken;
  const { raw } = known;
  if (depth > MAX_DEPTH) return { kind: 'plain', raw, text: raw };
  switch (known.type) {
    case 'space':
    case 'def':
    case 'checkbox':
      return undefined;
    case 'heading':
      return { kind: 'heading', raw, depth: known.depth, text: known.text };
    case 'code':
      return {
        kind: 'code',
        raw,
        language: languageOf(known),
        code: known.text,
        complete: known.codeBlockStyle === 'indented' || FENCE_END.test(raw),
      };
    case 'blockquote':
      return { kind: 'quote', raw, blocks: blocksOf(known.tokens, depth + 1) };
    case 'list':
      return {
        kind: 'list',
        raw,
        ordered: known.ordered,
        start: known.start === '' ? 1 : known.start,
        items: known.items.map((item) => itemOf(item, depth + 1)),
      };
    case 'table':
      return { kind: 'table', raw, align: known.align, header: known.header.map(textOf), rows: known.rows.map((row) => row.map(textOf)) };
    case 'hr':
      return { kind: 'rule', raw };
    case 'paragraph':
    case 'text':
      return { kind: 'paragraph', raw, text: known.text };
    default:
      return { kind: 'plain', raw, text: raw };
  }
}

export function blocksOf(tokens: Token[], depth = 0): Block[] {
  return tokens.map((token) => blockOf(token, depth)).filter((block) => block !== undefined);
}

function itemOf(item: Tokens.ListItem, depth: number): Item {
  const blocks = blocksOf(item.tokens, depth);
  if (!item.task) return { raw: item.raw, blocks };
  const [first, ...others] = blocks;
  const named = first?.kind === 'paragraph' ? { ...first, text: first.text.replace(/^\[[ xX]\]\s+/, '') } : first;
  return { raw: item.raw, ticked: item.checked === true, blocks: named === undefined ? [] : [named, ...others] };
}

function textOf(cell: Tokens.TableCell): string {
  return cell.text;
}

function languageOf(code: Tokens.Code): string {
  return (code.lang ?? '').trim().split(/\s+/)[0]?.slice(0, 40) ?? '';
}
