import { useSyncExternalStore } from 'react';

/** Choices of this browser, not of the account: they must be known before the first paint and before sign-in. */
export type Theme = 'system' | 'light' | 'dark';
/** What sends: Enter (Shift Enter breaks the line), or Ctrl/⌘ Enter (Enter breaks it). */
export type SendKey = 'enter' | 'mod-enter';
export interface Preferences {
  theme: Theme;
  sendKey: SendKey;
}

const KEYS = { theme: 'parley.theme', sendKey: 'parley.sendKey' } as const;
const listeners = new Set<() => void>();
let current = readAll();

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, () => current);
}

export function setPreference<Name extends keyof Preferences>(name: Name, value: Preferences[Name]): void {
  current = { ...current, [name]: value };
  write(KEYS[name], value);
  applyTheme();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readAll(): Preferences {
  const theme = read(KEYS.theme);
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    sendKey: read(KEYS.sendKey) === 'mod-enter' ? 'mod-enter' : 'enter',
  };
}

function applyTheme(): void {
  if (current.theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = current.theme;
}

/** Another tab of this browser changed something. */
window.addEventListener('storage', () => {
  current = readAll();
  applyTheme();
  for (const listener of listeners) listener();
});

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be forbidden; the choice then holds until the page is left.
  }
}
