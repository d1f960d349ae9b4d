/** Puts the cursor where one writes. */
export function focusComposer(): void {
  document.querySelector<HTMLTextAreaElement>('#composer')?.focus();
}
