/**
 * Runs before `npm start` and `npm test`: installs what package-lock.json names when it is not there, and builds the web app when its sources
 * changed. It runs on the machine's own Node, before anything is installed, so it uses nothing but Node 18.
 *
 *   node .ci/prepare.mjs start|test
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const mode = process.argv[2] === 'test' ? 'test' : 'start';
const bin = path.join('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const stamp = path.join('dist', 'client.stamp');
/** What the built web app is made of. */
const sources = ['client', 'shared', 'vite.config.ts', 'package-lock.json'];

if (!installed()) install();
leaveOutHeaders();
if (existsSync(path.join('client', 'index.html')) && !built()) build();

/** npm keeps a list of what it put into node_modules; it is written last, so an install that was cut off has none. */
function installed() {
  const wanted = packagesOf('package-lock.json');
  const there = packagesOf(path.join('node_modules', '.package-lock.json'));
  if (!wanted || !there || !existsSync(bin)) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (name === '' || entry.link) return true;
    const found = there[name];
    if (found) return found.version === entry.version;
    return entry.optional || (mode === 'start' && (entry.dev || entry.devOptional));
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/**
 * Install scripts are left out but for the one that is needed: `node` fetches its binary with it, while another would compile what is already
 * compiled.
 */
function install() {
  const what = mode === 'start' ? ['--omit=dev'] : ['--include=dev'];
  say(
    `Installing ${mode === 'start' ? 'what Parley needs to run' : 'what the tests need, too'} (npm ci ${what.join(' ')}), about a minute …`,
  );
  npm('ci', ...what, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  npm('rebuild', 'node', '--ignore-scripts=false', '--silent');
  if (!existsSync(bin)) fail('the Node that Parley runs on was not installed; see what npm says above.');
}

/** What one needs to compile against Node, a sixth of all that is installed: nothing is compiled here. */
function leaveOutHeaders() {
  const binaries = path.join('node_modules', 'node', 'node_modules');
  if (!existsSync(binaries)) return;
  // npm keeps a list beside the folders.
  const folders = readdirSync(binaries, { withFileTypes: true }).filter((each) => each.isDirectory());
  for (const { name } of folders) rmSync(path.join(binaries, name, 'include'), { recursive: true, force: true });
}

function built() {
  return existsSync(path.join('dist', 'client', 'index.html')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceHash();
}

function build() {
  say('Building the web app, a few seconds …');
  const hash = sourceHash();
  run(path.resolve(bin), [path.join('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn'], false);
  mkdirSync('dist', { recursive: true });
  writeFileSync(stamp, hash);
}

function sourceHash() {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(filesIn)) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

function filesIn(name) {
  if (!existsSync(name)) return [];
  if (!statSync(name).isDirectory()) return [name];
  return readdirSync(name)
    .sort()
    .flatMap((each) => filesIn(path.join(name, each)));
}

function npm(...args) {
  run('npm', args, process.platform === 'win32');
}

function run(command, args, shell) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], shell });
  if (status !== 0) fail(`${path.basename(command)} ${args[0]} did not work${error ? `: ${error.message}` : ''}.`);
}

function say(line) {
  console.log(`parley: ${line}`);
}

function fail(line) {
  console.error(`parley: ${line}`);
  process.exit(1);
}
