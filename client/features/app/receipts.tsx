import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import type { Receipt } from '../../../shared/schemas/identity.ts';

export interface Kept {
  id: number;
  what: string;
  receipt: Receipt;
}

interface ReceiptRoom {
  kept: readonly Kept[];
  /** What ended with a change of somebody's access; it stays on the screen, wherever one goes, until it is closed. */
  keep(what: string, receipt: Receipt): void;
  close(id: number): void;
}

const MOST = 3;
const ReceiptContext = createContext<ReceiptRoom>({ kept: [], keep: () => undefined, close: () => undefined });

export function useReceipts(): ReceiptRoom {
  return useContext(ReceiptContext);
}

export function ReceiptsRoom({ children }: { children: ReactNode }) {
  const [kept, setKept] = useState<readonly Kept[]>([]);
  const keep = useCallback(
    (what: string, receipt: Receipt) =>
      setKept((before) => [...before.slice(1 - MOST), { id: (before.at(-1)?.id ?? 0) + 1, what, receipt }]),
    [],
  );
  const close = useCallback((id: number) => setKept((before) => before.filter((each) => each.id !== id)), []);
  const room = useMemo(() => ({ kept, keep, close }), [kept, keep, close]);
  return <ReceiptContext value={room}>{children}</ReceiptContext>;
}
