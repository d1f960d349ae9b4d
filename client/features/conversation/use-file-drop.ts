import { useEffect, useState } from 'react';

const KINDS = ['dragover', 'dragleave', 'drop'] as const;

/**
 * Takes files that are dropped on an element; `over` while some are held over it. What is dropped where nobody takes it does not open in place of the app.
 * Without `onFiles` nothing is taken.
 */
export function useFileDrop(box: Element | null, onFiles: ((files: Iterable<File>) => void) | undefined): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hear = (event: DragEvent) => {
      const { type, dataTransfer, relatedTarget } = event;
      if (dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      // Between two elements of the page nothing has left it.
      if (type === 'dragleave' && relatedTarget !== null) return;
      const inside = onFiles !== undefined && event.target instanceof Node && box?.contains(event.target) === true;
      setOver(inside && type === 'dragover');
      if (inside && type === 'drop') onFiles(dataTransfer.files);
    };
    for (const kind of KINDS) addEventListener(kind, hear);
    return () => {
      for (const kind of KINDS) removeEventListener(kind, hear);
    };
  }, [box, onFiles]);
  return over;
}
