import { describe, expect, test } from 'vitest';
import { presented } from '../../server/auth/presented.ts';
import { hashToken, mintToken } from '../../server/auth/tokens.ts';

const { token, hash } = mintToken();

describe('what a request presents', () => {
  test('SESSION-4 is the hash of its cookie, never the token', () => {
    expect(presented({ cookie: `theme=dark; session=${token}; lang=en` }, 'session')).toEqual({ kind: 'session', id: hash });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hash).not.toContain(token);
  });

  test.each([
    {},
    { cookie: '' },
    { cookie: 'session=' },
    { cookie: 'theme=dark' },
    { cookie: `my-session=${token}` },
    { cookie: `xsession=${token}` },
    { cookie: 'session' },
  ])('is nothing: %j', (headers) => {
    expect(presented(headers, 'session')).toBeUndefined();
  });

  test('two of them are refused, whichever comes first', () => {
    expect(() => presented({ cookie: `session=${token}; session=other` }, 'session')).toThrow(
      expect.objectContaining({ reason: 'VALIDATION' }),
    );
    expect(() => presented({ cookie: `session=other;session=${token}` }, 'session')).toThrow(
      expect.objectContaining({ reason: 'VALIDATION' }),
    );
  });

  test('SESSION-4 an Authorization header opens nothing, not even beside a good cookie', () => {
    for (const cookie of [undefined, `session=${token}`]) {
      expect(() => presented({ cookie, authorization: `Bearer ${token}` }, 'session')).toThrow(
        expect.objectContaining({ reason: 'UNAUTHENTICATED' }),
      );
    }
  });

  test('a cookie of plain http opens nothing where the name is bound to the host', () => {
    expect(presented({ cookie: `session=${token}` }, '__Host-session')).toBeUndefined();
  });
});

test('tokens are 256 bits, and only their hash is told apart', () => {
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(hashToken(token)).toBe(hash);
  expect(mintToken().token).not.toBe(token);
});
