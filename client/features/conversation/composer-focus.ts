import type { ConversationId } from '../../../shared/ids.ts';

/** A conversation and a thread of it have a composer each. */
export function composerId(id: ConversationId): string {
  return `composer-${id}`;
}

/** Puts the cursor where one writes, after what stands there. */
export function focusComposer(id: ConversationId): void {
  const area = document.querySelector<HTMLTextAreaElement>(`#${composerId(id)}`);
  area?.focus();
  area?.setSelectionRange(area.value.length, area.value.length);
}
