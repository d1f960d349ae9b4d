import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

/** Never written, wherever they stand in what is logged (AUDIT-3). */
const SECRETS = ['cookie', 'authorization', 'password', 'currentPassword', 'newPassword', 'passwordHash', 'token', 'inviteToken'];

/** One JSON line per happening, on stderr: what people read goes to stdout. Lines are written at once, so that the last one before a crash is there. */
export function createLog(
  level: Config['logLevel'],
  stream: { write(line: string): void } = pino.destination({ dest: 2, sync: true }),
): Logger {
  const paths = SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths, censor: '[secret]' } }, stream);
}
