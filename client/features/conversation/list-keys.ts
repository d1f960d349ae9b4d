import type { FocusEvent, KeyboardEvent } from 'react';

/** Arrow keys go from message to message, so that Tab has one stop here and not hundreds. */
export function moveFocus(event: KeyboardEvent<HTMLDivElement>): void {
  const from = event.target;
  if (!(from instanceof HTMLElement) || from.tagName !== 'ARTICLE') return;
  const list = event.currentTarget;
  if (event.key === 'Home' || event.key === 'End') {
    event.preventDefault();
    list.scrollTop = event.key === 'Home' ? 0 : list.scrollHeight;
    // What stands there is drawn in the next frame.
    requestAnimationFrame(() => focusRow(articlesOf(list).at(event.key === 'Home' ? 0 : -1)));
    return;
  }
  const all = articlesOf(list);
  const to = { ArrowUp: all[all.indexOf(from) - 1], ArrowDown: all[all.indexOf(from) + 1] }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  focusRow(to);
}

/** The message that has the focus is the one that Tab comes back to. */
export function moveTabStop(event: FocusEvent<HTMLDivElement>): void {
  setTabStop(event.currentTarget, event.target.closest('article'));
}

/** While nobody is in the list, Tab comes to the newest message that is in the page. */
export function restTabStop(list: HTMLElement | null): void {
  if (list === null || list.contains(document.activeElement)) return;
  setTabStop(list, articlesOf(list).at(-1) ?? null);
}

function articlesOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll('article')];
}

function focusRow(article: HTMLElement | undefined): void {
  article?.focus({ preventScroll: true });
  article?.scrollIntoView({ block: 'nearest' });
}

function setTabStop(list: HTMLElement, article: HTMLElement | null): void {
  if (article === null || article.tabIndex === 0) return;
  for (const other of list.querySelectorAll<HTMLElement>('article[tabindex="0"]')) other.tabIndex = -1;
  article.tabIndex = 0;
}
