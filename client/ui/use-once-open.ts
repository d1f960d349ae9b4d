import { useState } from 'react';

/** Whether it was ever open: what comes when it is opened stays from then on, so that it can close and give the focus back. */
export function useOnceOpen(open: boolean): boolean {
  const [was, set] = useState(open);
  if (open && !was) set(true);
  return was || open;
}
