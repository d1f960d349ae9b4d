import { Lexer, type Links, type MarkedToken, type Token } from 'marked';
import { isMath, mathGrammar } from './math-grammar.ts';

/** A piece of a line as it is drawn. */
export type Span =
  | { kind: 'text'; text: string }
  | { kind: 'strong' | 'em' | 'del'; spans: Span[] }
  | { kind: 'code'; text: string }
  | { kind: 'link'; href: string; spans: Span[] }
  | { kind: 'image'; href: string; alt: string }
  /** TeX; `apart`: on a line of its own. */
  | { kind: 'math'; tex: string; apart: boolean }
  | { kind: 'break' };

/** Reading a line costs up to its length times its marks; past this product (about 15 ms) it is shown as it was written. */
const MAX_COST = 400_000;
const MAX_DEPTH = 8;

export function spansOf(text: string, links: Links): Span[] {
  const marks = text.match(/[*_~`[<!\\$]/g)?.length ?? 0;
  if (text.length * marks > MAX_COST || text.length > MAX_COST) return [{ kind: 'text', text }];
  const lexer = new Lexer({ gfm: true, extensions: mathGrammar(text) });
  lexer.tokens.links = links;
  return lexer.inlineTokens(text).map((token) => spanOf(token, 0));
}

function spanOf(token: Token, depth: number): Span {
  if (isMath(token)) return { kind: 'math', tex: token.tex, apart: token.apart };
  // The lexer runs with no other extension, whose tokens are the rest of its type.
  const known = token as MarkedToken;
  if (depth > MAX_DEPTH) return { kind: 'text', text: known.raw };
  const inner = (tokens: Token[]) => tokens.map((each) => spanOf(each, depth + 1));
  switch (known.type) {
    case 'strong':
    case 'em':
    case 'del':
      return { kind: known.type, spans: inner(known.tokens) };
    case 'codespan':
      return { kind: 'code', text: known.text };
    case 'link':
      return { kind: 'link', href: known.href, spans: inner(known.tokens) };
    case 'image':
      return { kind: 'image', href: known.href, alt: known.text };
    case 'br':
      return { kind: 'break' };
    case 'text':
    case 'escape':
      return { kind: 'text', text: known.text };
    default:
      return { kind: 'text', text: known.raw };
  }
}

/** The plain words of spans. */
export function wordsOf(spans: Span[]): string {
  return spans.map(wordOf).join('');
}

function wordOf(span: Span): string {
  switch (span.kind) {
    case 'text':
    case 'code':
      return span.text;
    case 'image':
      return span.alt;
    case 'math':
      return span.tex;
    case 'break':
      return '\n';
    default:
      return wordsOf(span.spans);
  }
}
