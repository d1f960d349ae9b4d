import type { Links } from 'marked';
import { memo, type ReactNode } from 'react';
import type { Block, Item } from './block.ts';
import { CodeView } from './code-view.tsx';
import { Line } from './spans-view.tsx';
import css from './markdown.module.css';

/** Draws one block; the same source is not drawn twice. */
export const BlockView = memo(
  function BlockView({ block, links }: { block: Block; links: Links }): ReactNode {
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
        return <CodeView code={block.code} language={block.language} />;
      case 'quote':
        return (
          <blockquote>
            <Blocks blocks={block.blocks} links={links} />
          </blockquote>
        );
      case 'list':
        return <ListView block={block} links={links} />;
      case 'table':
        return <TableView block={block} links={links} />;
      case 'rule':
        return <hr />;
      case 'plain':
        return (
          <p dir="auto" className={css.plain}>
            {block.text}
          </p>
        );
    }
  },
  (before, after) => before.block.raw === after.block.raw && before.block.kind === after.block.kind && before.links === after.links,
);

export function Blocks({ blocks, links }: { blocks: Block[]; links: Links }): ReactNode {
  return blocks.map((block, at) => <BlockView key={at} block={block} links={links} />);
}

function ListView({ block, links }: { block: Extract<Block, { kind: 'list' }>; links: Links }) {
  const items = block.items.map((item, at) => <ItemView key={at} item={item} links={links} />);
  return block.ordered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
}

const ItemView = memo(
  function ItemView({ item, links }: { item: Item; links: Links }) {
    return (
      <li className={item.ticked === undefined ? undefined : css.task} dir="auto">
        {item.ticked !== undefined && <input type="checkbox" checked={item.ticked} disabled aria-label={item.ticked ? 'Done' : 'To do'} />}
        <Blocks blocks={item.blocks} links={links} />
      </li>
    );
  },
  (before, after) => before.item.raw === after.item.raw && before.links === after.links,
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
              <th key={at} style={align(at)}>
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
