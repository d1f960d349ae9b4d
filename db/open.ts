import type { Store } from './store.ts';

export { CannotOpen } from './cannot-open.ts';

/** Opens, locks and migrates the data folder (made when missing). Throws CannotOpen; nothing is damaged then. */
export async function openStore(folder: string): Promise<Store> {
  const { openSqlite } = await import('./sqlite/open.ts');
  return openSqlite(folder);
}
