import { lazy, Suspense } from 'react';
import { Modal } from '../../ui/modal.tsx';

const KeysList = lazy(async () => ({ default: (await import('./keys-list.tsx')).KeysList }));

export function KeysDialog({ open, onOpenChange }: { open: boolean; onOpenChange(open: boolean): void }) {
  return (
    <Modal open={open} onOpenChange={onOpenChange} title="Keys" wide>
      <Suspense>
        <KeysList />
      </Suspense>
    </Modal>
  );
}
