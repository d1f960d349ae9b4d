import type { KeyboardEvent } from 'react';
import type { SendKey } from '../app/preferences.ts';

/** Whether this press of a key sends. Never while an input method still composes a word: its Enter ends the word. */
export function sends(event: KeyboardEvent, sendKey: SendKey): boolean {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return false;
  const modified = event.ctrlKey || event.metaKey;
  return sendKey === 'enter' ? !event.shiftKey && !event.altKey : modified;
}
