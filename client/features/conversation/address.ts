import { useCallback, useSyncExternalStore } from 'react';
import { useSearch } from 'wouter';
import type { MessageId } from '../../../shared/ids.ts';

/** Every way in which the address can change; wouter tells of the two that browsers keep silent about. */
const CHANGES = ['popstate', 'pushState', 'replaceState', 'hashchange'] as const;

/** The address of a message: that of its conversation or thread, and its id behind the #. */
export function messageAddress(path: string, id: MessageId): string {
  return new URL(`${path}#${id}`, location.href).href;
}

/** The thread that the address names. */
export function useThreadInAddress(): string | undefined {
  const thread = new URLSearchParams(useSearch()).get('thread');
  return thread === null || thread === '' ? undefined : thread;
}

/** Whether the address names the details of its conversation. A thread goes first. */
export function useDetailsInAddress(): boolean {
  const search = new URLSearchParams(useSearch());
  return search.has('details') && !search.get('thread');
}

/** The message that the address names. */
export function useMessageInAddress(): string | undefined {
  return useSyncExternalStore(subscribe, messageInAddress);
}

/** Whether the address names this message. */
export function useIsInAddress(id: MessageId): boolean {
  return useSyncExternalStore(
    subscribe,
    useCallback(() => messageInAddress() === id, [id]),
  );
}

function messageInAddress(): string | undefined {
  const id = location.hash.slice(1);
  return id === '' ? undefined : id;
}

function subscribe(listener: () => void): () => void {
  for (const change of CHANGES) addEventListener(change, listener);
  return () => {
    for (const change of CHANGES) removeEventListener(change, listener);
  };
}
