import { useRef, type RefObject } from 'react';

interface FocusRoom {
  content: RefObject<HTMLDivElement | null>;
  onOpenAutoFocus(event: Event): void;
  onCloseAutoFocus(event: Event): void;
}

/**
 * For a dialog that opens without a trigger of its own: the first field takes the focus, and afterwards it goes back to where it was. Where that was an
 * item of a menu, which is gone by then, it goes to the button of the menu.
 */
export function useReturnFocus(): FocusRoom {
  const content = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLElement>(null);
  return {
    content,
    onOpenAutoFocus(event) {
      opener.current = comeBackTo(document.activeElement);
      const field = content.current?.querySelector<HTMLElement>('input:not([hidden]), textarea');
      if (!field) return;
      event.preventDefault();
      field.focus();
    },
    onCloseAutoFocus(event) {
      event.preventDefault();
      opener.current?.focus();
    },
  };
}

function comeBackTo(element: Element | null): HTMLElement | null {
  const menu = element?.closest('[role="menu"]');
  const button = menu?.getAttribute('aria-labelledby');
  const target = typeof button === 'string' ? document.querySelector(`#${CSS.escape(button)}`) : element;
  return target instanceof HTMLElement ? target : null;
}
