/**
 * `npm run pictures -- [--check] [BEGINNING…]`: every screen and state in every look, into `pictures/`; with words, only those whose names begin like
 * one of them. With --check each is also looked at by axe, for what is too wide, and on a phone for what is too small; ends with 1 for what it finds.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { openBrowser } from '../support/browser.ts';
import { ALBUMS } from './albums.ts';
import { Camera } from './camera.ts';
import { Studio } from './studio.ts';

const CHECK = '--check';

const words = process.argv.slice(2).filter((word) => word !== '--');
const wanted = words.filter((word) => word !== CHECK);
if (wanted.length === 0) await rm(path.join(import.meta.dirname, '..', '..', 'pictures'), { recursive: true, force: true });
const looks = words.includes(CHECK);
const browser = await openBrowser();
const camera = new Camera(wanted, looks);
const began = performance.now();
for (const [name, album] of Object.entries(ALBUMS)) {
  if (wanted.length > 0 && !wanted.some((word) => word.startsWith(name) || name.startsWith(word))) continue;
  const since = performance.now();
  const before = camera.taken;
  // One that cannot be taken does not keep the others away.
  await album(new Studio(browser, camera)).catch((error: unknown) => {
    process.exitCode = 1;
    process.stdout.write(`${name} broke off: ${error instanceof Error ? error.stack : String(error)}\n`);
  });
  process.stdout.write(`${name}: ${camera.taken - before} pictures, ${seconds(since)} s\n`);
}
await browser.close();
for (const [flaw, where] of camera.flaws) {
  process.exitCode = 1;
  process.stdout.write(`${flaw}\n  in ${[...where].slice(0, 4).join(', ')}${where.size > 4 ? ` and ${where.size - 4} more` : ''}\n`);
}
process.stdout.write(`pictures/: ${camera.taken} pictures, ${seconds(began)} s\n`);

function seconds(since: number): number {
  return Math.round((performance.now() - since) / 1000);
}
