import type { Links } from 'marked';
import { memo, type ReactNode } from 'react';
import type { Block, Item } from './block.ts';
import { CodeView } from './code-view.tsx';
import { MathView } from './math-view.tsx';
import { Line } from './spans-view.tsx';
import css from './markdown.module.css';

interface BlockViewProps {
  block: Block;
  links: Links;
  /** More of it may come. */
  open: boolean;
}

/** Draws one block; the same source is not drawn twice. */
const BlockView = memo(
  function BlockView({ block, links, open }: BlockViewProps): ReactNode {
    switch (block.kind) {
      case 'paragraph':
        return (
          <p dir="auto">
            <Line text={block.text} links={links} />
          </p>
        );
      case 'heading':
        // One level for all: a text may begin at any depth, and a page must not skip levels.
        return (
          <h2 className={css[`h${block.depth}`]} dir="auto">
            <Line text={block.text} links={links} />
          </h2>
        );
      case 'code':
        return <CodeView code={block.code} language={block.language} growing={open && !block.complete} />;
      case 'quote':
        return (
          <blockquote>
            <Blocks blocks={block.blocks} links={links} open={open} />
          </blockquote>
        );
      case 'list':
        return <ListView block={block} links={links} open={open} />;
      case 'table':
        return <TableView block={block} links={links} />;
      case 'rule':
        return <hr />;
      case 'math':
        return <MathView tex={block.tex} apart />;
      case 'plain':
        return (
          <p dir="auto" className={css.plain}>
            {block.text}
          </p>
        );
    }
  },
  (before, after) =>
    before.block.raw === after.block.raw &&
    before.block.kind === after.block.kind &&
    before.links === after.links &&
    before.open === after.open,
);

/** `open`: the last one may grow. */
export function Blocks({ blocks, links, open }: { blocks: readonly Block[]; links: Links; open: boolean }): ReactNode {
  return blocks.map((block, at) => <BlockView key={at} block={block} links={links} open={open && at === blocks.length - 1} />);
}

function ListView({ block, links, open }: { block: Extract<Block, { kind: 'list' }>; links: Links; open: boolean }) {
  const items = block.items.map((item, at) => <ItemView key={at} item={item} links={links} open={open && at === block.items.length - 1} />);
  return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
}

const ItemView = memo(
  function ItemView({ item, links, open }: { item: Item; links: Links; open: boolean }) {
    return (
      <li className={item.ticked === undefined ? undefined : css.task} dir="auto">
        {item.ticked !== undefined && <input type="checkbox" checked={item.ticked} disabled aria-label={item.ticked ? 'Done' : 'To do'} />}
        <Blocks blocks={item.blocks} links={links} open={open} />
      </li>
    );
  },
  (before, after) => before.item.raw === after.item.raw && before.links === after.links && before.open === after.open,
);

function TableView({ block, links }: { block: Extract<Block, { kind: 'table' }>; links: Links }) {
  const align = (column: number) => ({ textAlign: block.align[column] ?? ('start' as const) });
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard
    <div className={css.table} tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {block.header.map((cell, at) => (
              <th key={at} style={{ ...align(at), minWidth: roomFor(block, at) }}>
                <Line text={cell} links={links} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {block.rows.map((row, at) => (
            <Row key={at} cells={row} align={align} links={links} source={row.join('|')} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where there is less width than all columns want, a table scrolls; its columns get narrower only as far as they stay readable. */
function roomFor({ header, rows }: Extract<Block, { kind: 'table' }>, column: number): string {
  const longest = Math.max(...[header, ...rows].map((cells) => cells[column]?.length ?? 0));
  return `clamp(72px, ${longest}ch + 24px, 136px)`;
}

const Row = memo(
  function Row({
    cells,
    align,
    links,
  }: {
    cells: string[];
    align(column: number): { textAlign: 'center' | 'left' | 'right' | 'start' };
    links: Links;
    source: string;
  }) {
    return (
      <tr>
        {cells.map((cell, at) => (
          <td key={at} style={align(at)}>
            <Line text={cell} links={links} />
          </td>
        ))}
      </tr>
    );
  },
  (before, after) => before.source === after.source && before.links === after.links,
);
