/** `npm test`: every check, whatever the others found; the last line is the sum of them all. `npm test -- test/unit` runs fewer tests. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const reports = mkdtempSync(path.join(tmpdir(), 'parley-test-'));
const report = path.join(reports, 'vitest.json');
let passed = 0;
let failed = 0;
const failures = [];

check('format', 'format:check');
check('lint', 'lint');
check('types', 'typecheck');
check('import direction', 'imports');
check('unused code and dependencies', 'unused');
chromium();
tests();

rmSync(reports, { recursive: true, force: true });
if (failures.length > 0) console.log(`\nFailed:\n${failures.map((each) => `- ${each}`).join('\n')}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

function check(name, script) {
  count(name, run(name, script));
}

function count(name, ok) {
  if (ok) passed += 1;
  else {
    failed += 1;
    failures.push(name);
  }
}

function run(name, script, ...args) {
  console.log(`\n== ${name} ==`);
  const options = { stdio: ['ignore', 'inherit', 'inherit'], shell: process.platform === 'win32' };
  return spawnSync('npm', ['run', '--silent', script, '--', ...args], options).status === 0;
}

/** Every test counts; a file that could not even be loaded, or a run that broke off, counts as one failure. */
function tests() {
  const ok = run('tests', 'vitest', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2));
  if (!existsSync(report)) return count('tests: no report was written', false);
  const result = JSON.parse(readFileSync(report, 'utf8'));
  const failedBefore = failed;
  passed += result.numPassedTests;
  failed += result.numFailedTests;
  for (const file of result.testResults) {
    const broken = file.assertionResults.filter((each) => each.status === 'failed');
    failures.push(...broken.map((each) => `${path.relative('', file.name)}: ${each.fullName}`));
    if (file.status === 'failed' && broken.length === 0) count(`${path.relative('', file.name)} could not run`, false);
  }
  if (!ok && failed === failedBefore) count('tests: vitest reported an error outside of a test', false);
}

/** The browser tests drive a real Chromium. */
function chromium() {
  if (process.env.CHROMIUM ? existsSync(process.env.CHROMIUM) : onPath()) return;
  console.log('\n== Chromium ==');
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    console.log('The browser tests need Chromium and there is none: installing it with apt-get.');
    spawnSync('sh', ['-c', 'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium'], { stdio: 'inherit' });
  }
  if (!onPath()) count('Chromium: install it, or set CHROMIUM to its path', false);
}

function onPath() {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, 'chromium')));
}
