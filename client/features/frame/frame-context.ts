import { createContext, useContext } from 'react';

/** What the frame does for the screens in it. */
export interface FrameDoes {
  /** On a narrow page the sidebar is a drawer. */
  openDrawer(): void;
  closeDrawer(): void;
  startConversation(): void;
  /** Anywhere, by its name. */
  jump(): void;
  showKeys(): void;
}

export const FrameContext = createContext<FrameDoes>({
  openDrawer: () => undefined,
  closeDrawer: () => undefined,
  startConversation: () => undefined,
  jump: () => undefined,
  showKeys: () => undefined,
});

export function useFrame(): FrameDoes {
  return useContext(FrameContext);
}
