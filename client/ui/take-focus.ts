/** As a ref: what it is given to takes the focus when it appears. For the one field a page or a dialog is there for. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true });
}
