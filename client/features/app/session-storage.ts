import { forgetCollapsed } from './collapsed.ts';

/** What this tab keeps over a reload: drafts, unsent messages, where one was. Gone with the tab, and wiped when the session ends. */
const PREFIX = 'parley.';

export function recall(key: string): string | undefined {
  try {
    return sessionStorage.getItem(PREFIX + key) ?? undefined;
  } catch {
    return undefined;
  }
}

/** An empty value forgets. */
export function keep(key: string, value: string): void {
  try {
    if (value === '') sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, value);
  } catch {
    // Full or forbidden: the page still works, it only forgets on reload.
  }
}

/** Forgets what was kept about one thing: every key that names it, and every value that is it. */
export function forget(id: string): void {
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX) && (key.endsWith(id) || sessionStorage.getItem(key) === id)) sessionStorage.removeItem(key);
    }
  } catch {
    // Nothing was kept then.
  }
}

export function forgetEverything(): void {
  forgetCollapsed();
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
  } catch {
    // Nothing was kept then.
  }
}
