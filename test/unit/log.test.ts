import { describe, expect, test } from 'vitest';
import { createLog } from '../../server/log.ts';

function capture(level: Parameters<typeof createLog>[0]) {
  const lines: string[] = [];
  return { log: createLog(level, { write: (line) => void lines.push(line) }), lines };
}

describe('the log', () => {
  test('AUDIT-3 writes no secret, at whatever depth it stands', () => {
    const { log, lines } = capture('info');
    const secret = 'correct horse';
    log.info(
      { password: secret, request: { headers: { cookie: secret, authorization: secret } }, input: { token: secret, newPassword: secret } },
      'call',
    );
    expect(lines.join()).not.toContain(secret);
    expect(lines.join()).toContain('[secret]');
  });

  test('is one JSON object a line, also for errors with many', () => {
    const { log, lines } = capture('info');
    log.error({ err: new Error('first\nsecond') }, 'broke');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ msg: 'broke', err: { message: 'first\nsecond' } });
  });

  test('is silent below its level', () => {
    const { log, lines } = capture('warn');
    log.info('not this');
    expect(lines).toEqual([]);
  });
});
