import { useState, type ComponentProps, type DragEvent } from 'react';
import type { ConversationId, FolderId } from '../../../shared/ids.ts';
import { useMove } from './use-move.ts';

export type Dragged = { kind: 'conversation'; id: ConversationId } | { kind: 'folder'; id: FolderId };

/** What is under way within this page; another window's is nobody's business here. */
let held: Dragged | undefined;

/** For what can be dragged. The same can be done with its menu. */
export function dragging(what: Dragged): (event: DragEvent) => void {
  return (event) => {
    held = what;
    event.dataTransfer.effectAllowed = 'move';
    event.stopPropagation();
  };
}

interface DropTarget {
  over: boolean;
  /** For the handle of the folder itself, which can be dragged, too. */
  source: Pick<ComponentProps<'button'>, 'draggable' | 'onDragStart'>;
  target: { onDragOver(event: DragEvent): void; onDragLeave(): void; onDrop(event: DragEvent): void };
}

/** A folder, or the top (null), onto which conversations and folders may be dropped. The innermost one takes it. */
export function useDropTarget(into: { kind: 'folder'; id: FolderId } | null): DropTarget {
  const [over, setOver] = useState(false);
  const move = useMove();
  const takes = () => held !== undefined && held.id !== into?.id;
  return {
    over,
    source: into === null ? {} : { draggable: true, onDragStart: dragging(into) },
    target: {
      onDragOver(event) {
        if (!takes()) return;
        event.preventDefault();
        event.stopPropagation();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop(event) {
        event.preventDefault();
        event.stopPropagation();
        setOver(false);
        const what = held;
        held = undefined;
        if (what !== undefined) move(what, into?.id ?? null);
      },
    },
  };
}
