/** `npm run audit:verify`: is the audit log of the data folder (PARLEY_DATA) what was written? Ends with 0 when it is, with 1 and the place when not. */
import { verifyAudit } from '../db/open.ts';
import type { Verified } from '../shared/schemas/audit.ts';
import { readConfig } from './config.ts';
import { startFault } from './start-fault.ts';

const FAULTS = {
  changed: 'was changed after it was written',
  missing: 'does not follow the one before: lines are missing, or stand elsewhere',
  cut: 'is gone, with all that followed it',
} as const;

try {
  const { found, endKnown } = await verifyAudit(readConfig().dataFolder);
  process.stdout.write(`${inWords(found)}\n`);
  if (!endKnown)
    process.stdout.write(
      'Parley runs on this folder: whether lines are missing at the end is told when it is stopped, or by an owner’s audit page.\n',
    );
  process.exitCode = found.whole ? 0 : 1;
} catch (error) {
  process.stderr.write(`${startFault(error)}\n`);
  process.exitCode = 1;
}

function inWords(found: Verified): string {
  if (found.whole) return `The audit log is whole: ${found.lines} lines, the newest is ${found.head || 'none'}.`;
  return `The audit log is broken at line ${found.brokenAt}: it ${FAULTS[found.fault]}.`;
}
