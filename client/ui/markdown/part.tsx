import type { Links } from 'marked';
import { memo, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Blocks } from './block-view.tsx';
import type { Block } from './block.ts';
import { guessedHeight } from './guessed-height.ts';
import type { Sight } from './sight.ts';
import css from './markdown.module.css';

interface PartProps {
  blocks: readonly Block[];
  links: Links;
  /** More of it may come. */
  open: boolean;
  /** Draw it at once, near or not. */
  first: boolean;
  /** Of a long text: what is far away is room only. */
  sight: Sight | undefined;
}

/** Some blocks of a text, drawn by themselves: what is finished costs nothing while more is written below it. */
export const Part = memo(function Part({ blocks, links, open, first, sight }: PartProps) {
  const place = useRef<HTMLDivElement>(null);
  /** The height it has while it is far, as last seen or else guessed. */
  const [far, setFar] = useState(() => (first ? undefined : guessedHeight(blocks, sight?.width ?? 0)));
  const before = useRef(far);
  useEffect(() => {
    const element = place.current;
    if (sight === undefined || element === null) return undefined;
    return sight.watch(element, (isNear) => {
      if (isNear) setFar(undefined);
      else if (!holdsSelection(element)) setFar(element.offsetHeight);
    });
  }, [sight]);
  useLayoutEffect(() => {
    const room = before.current;
    before.current = far;
    if (far === undefined && room !== undefined && sight !== undefined && place.current !== null) sight.drawn(place.current, room);
  }, [far, sight]);
  if (far !== undefined && sight !== undefined && !open) return <div ref={place} className={css.part} style={{ height: far }} />;
  return (
    <div ref={place} className={css.part}>
      <Blocks blocks={blocks} links={links} open={open} />
    </div>
  );
});

function holdsSelection(element: Element): boolean {
  const selection = document.getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(element, true);
}
