import type { Block } from './block.ts';

const LINE = 22;
const GAP = 10;
const CODE_LINE = 20;
const CODE_HEAD = 50;
const CELL = 33;
const CHAR = 7.3;
const MAX_WIDTH = 716;

/** About how high blocks are when they are drawn, in a room of this width; both in pixels. */
export function guessedHeight(blocks: readonly Block[], width: number): number {
  const perLine = Math.max(20, Math.min(width - 92, MAX_WIDTH) / CHAR);
  return blocks.reduce((sum, block) => sum + GAP + heightOf(block, perLine), -GAP);
}

function heightOf(block: Block, perLine: number): number {
  switch (block.kind) {
    case 'code':
      return CODE_HEAD + count(block.code, '\n') * CODE_LINE + CODE_LINE;
    case 'table':
      return (block.rows.length + 1) * CELL;
    case 'rule':
      return 8;
    case 'math':
      return LINE * 2;
    default:
      return (Math.ceil(block.raw.length / perLine) + count(block.raw.trim(), '\n')) * LINE;
  }
}

function count(text: string, mark: string): number {
  return text.split(mark).length - 1;
}
