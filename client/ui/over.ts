import { createContext, useContext } from 'react';

/** Where menus and tips are put: an element inside a landmark, so that screen readers find them in their place. Undefined: at the end of the page. */
export const OverContext = createContext<HTMLElement | undefined>(undefined);

/** As the portals of the primitives take it. */
export function useOver(): { container?: HTMLElement } {
  const container = useContext(OverContext);
  return container === undefined ? {} : { container };
}
