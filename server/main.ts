/** `npm start`. Nothing of Parley is imported before the Node that runs it is known to be new enough: native code crashes in an older one. */
import { enableCompileCache } from 'node:module';
import path from 'node:path';
import type { BadSetting } from './config.ts';
import type { Parley } from './app.ts';

const NEEDED_NODE = 24;
const SAME_REQUEST_MS = 500;

await main();

async function main(): Promise<void> {
  const { node } = process.versions;
  if (Number.parseInt(node, 10) < NEEDED_NODE)
    return fail(`Parley needs Node ${NEEDED_NODE}, this is ${node}. Start it with npm start, which brings its own.`);
  // Half a second off every further start. Beside the packages, where only who installs them writes: it is code, and would run.
  enableCompileCache(path.join(import.meta.dirname, '../node_modules/.cache/compiled'));
  const { loadQuickly } = await import('./quick-loading.ts');
  loadQuickly();
  try {
    await start(process.argv.slice(2));
  } catch (error) {
    const { startFault } = await import('./start-fault.ts');
    fail(startFault(error));
  }
}

async function start(args: string[]): Promise<void> {
  const { help, readConfig } = await import('./config.ts');
  if (args.includes('--help') || args.includes('-h')) return say(help());
  if (args.length > 0) throw await unknownArgument(args);
  const config = readConfig();
  const { startParley } = await import('./app.ts');
  const parley = await startParley(config);
  const { giveBack } = await import('./give-back.ts');
  giveBack();
  stopOnSignal(parley);
  await parley.app.models.ready;
  const { banner } = await import('./banner.ts');
  say(banner(parley.url, parley.app.models));
}

async function unknownArgument(args: string[]): Promise<BadSetting> {
  const settings = await import('./config.ts');
  return new settings.BadSetting(`Parley does not know ${args.join(' ')}. Settings are environment variables: npm start -- --help`);
}

/** The first signal drains (STOP-1), a later one does not wait. One Ctrl+C may arrive twice: from the terminal, and passed on by npm. */
function stopOnSignal(parley: Parley): void {
  let asked = Number.POSITIVE_INFINITY;
  const stop = (): void => {
    const sinceMs = performance.now() - asked;
    if (sinceMs > SAME_REQUEST_MS) process.exit(1);
    if (Number.isFinite(sinceMs)) return;
    asked = performance.now();
    say('Stopping: replies may finish, then Parley ends. Once more to end at once.');
    parley.stop().then(
      () => process.exit(0),
      (error: unknown) => fail(`Parley did not stop cleanly: ${String(error)}`),
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(line: string): void {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}
