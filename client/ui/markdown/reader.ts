import { Lexer, type Links, type Token } from 'marked';
import { blocksOf, type Block } from './block.ts';
import { mathGrammar } from './math-grammar.ts';

/** So many blocks are one part. */
const PART = 16;

export interface Reading {
  /** Some blocks at a time, so that a long text is compared in a few steps. Finished blocks and full parts keep their identity from one reading to the next. */
  parts: readonly (readonly Block[])[];
  /** Link definitions of the text; a new object only when they change. */
  links: Links;
}

/**
 * Reads a text that grows. Only the last block can still change when text is added, so only that one is read again: the cost of a piece is that
 * of the open block, not of the text. A text that does not continue the one before is read from its beginning. One reader per text.
 */
export class MarkdownReader {
  #closedText = '';
  /** Full ones, and the blocks after them. */
  #parts: readonly (readonly Block[])[] = [];
  #closed: readonly Block[] = [];
  #closedLinks: Links = {};
  #last: Reading = { parts: [], links: {} };

  read(source: string): Reading {
    const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
    if (!text.startsWith(this.#closedText)) this.#forget();
    const tail = text.slice(this.#closedText.length);
    const { tokens, links } = lex(tail);
    const open = this.#close(tail, tokens, links);
    const rest = [...this.#closed, ...blocksOf(open)];
    this.#last = { parts: rest.length === 0 ? this.#parts : [...this.#parts, rest], links: this.#linksWith(links) };
    return this.#last;
  }

  /** Keeps everything before the last block for good and gives back what stays open. */
  #close(tail: string, tokens: Token[], links: Links): Token[] {
    const done = tokens.slice(0, closable(tokens));
    const raw = done.map((token) => token.raw).join('');
    if (done.length === 0 || !tail.startsWith(raw)) return tokens;
    this.#keep(blocksOf(done));
    this.#closedText += raw;
    if (Object.keys(links).length > 0) this.#closedLinks = { ...lex(raw).links, ...this.#closedLinks };
    return tokens.slice(done.length);
  }

  #keep(blocks: readonly Block[]): void {
    const rest = [...this.#closed, ...blocks];
    const full = rest.length - (rest.length % PART);
    const parts = Array.from({ length: full / PART }, (_, n) => rest.slice(n * PART, (n + 1) * PART));
    if (parts.length > 0) this.#parts = [...this.#parts, ...parts];
    this.#closed = rest.slice(full);
  }

  #linksWith(links: Links): Links {
    const all = { ...links, ...this.#closedLinks };
    return JSON.stringify(all) === JSON.stringify(this.#last.links) ? this.#last.links : all;
  }

  #forget(): void {
    this.#closedText = '';
    this.#parts = [];
    this.#closed = [];
    this.#closedLinks = {};
  }
}

/**
 * How many tokens nothing can change any more: all before the last block that follows a blank line and whose first line is complete. Without the
 * blank line, or while that line is still being written, it may yet turn out to belong to the block before it.
 */
function closable(tokens: Token[]): number {
  let rest = '';
  for (let at = tokens.length - 1; at > 0; at -= 1) {
    const token = tokens[at];
    rest = (token?.raw ?? '') + rest;
    if (token?.type !== 'space' && rest.includes('\n') && /\n[ \t]*\n$/.test(tokens[at - 1]?.raw ?? '')) return at;
  }
  return 0;
}

/** Block structure alone: what stands inside a line is read when that line is drawn. */
function lex(text: string): { tokens: Token[]; links: Links } {
  const lexer = new Lexer({ gfm: true, extensions: mathGrammar(text) });
  try {
    lexer.blockTokens(text, lexer.tokens);
    return { tokens: [...lexer.tokens], links: lexer.tokens.links };
  } catch {
    // Nesting deeper than the stack: nobody reads that as Markdown.
    return { tokens: [{ type: 'html', raw: text, text, block: true, pre: false }], links: {} };
  }
}
