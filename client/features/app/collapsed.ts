import { useSyncExternalStore } from 'react';
import type { FolderId } from '../../../shared/ids.ts';

/** Which folders are folded up, on this device. Ids alone, and they go when the session ends. */
const KEY = 'parley.collapsed';
const listeners = new Set<() => void>();
let current: ReadonlySet<string> = read();

export function useCollapsed(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, () => current);
}

export function collapse(id: FolderId, folded: boolean): void {
  const ids = new Set(current);
  if (folded) ids.add(id);
  else ids.delete(id);
  set(ids);
}

export function forgetCollapsed(): void {
  if (current.size > 0) set(new Set());
}

function set(ids: ReadonlySet<string>): void {
  current = ids;
  try {
    if (ids.size === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify([...ids]));
  } catch {
    // Storage may be forbidden; it then holds until the page is left.
  }
  for (const listener of listeners) listener();
}

function read(): ReadonlySet<string> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : []);
  } catch {
    return new Set();
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
