import { Argon2id } from 'oslo/password';
import { describe, expect, test } from 'vitest';
import { createHashing, Turns } from '../../server/auth/hashing.ts';
import { faultOf } from '../../server/auth/password-rules.ts';
import { Refusal } from '../../shared/errors.ts';

const ada = { email: 'ada.byron@example.org', name: 'Ada Lovelace' };
/** Resolved by hand. */
const gate = () => Promise.withResolvers<void>();

describe('a new password', () => {
  test.each(['a long walk by the sea 7', 'tr0ub4dor&3xyz', 'correct horse battery', 'пароль из слов', '海辺の長い散歩道をゆく七'])(
    'may be %s',
    (password) => {
      expect(faultOf(password, ada)).toBeUndefined();
    },
  );

  test.each([
    'password12',
    'P@ssw0rd123',
    'P4ssword2024!',
    'summer2024!!',
    'qwertyuiop',
    '1234567890',
    'christopher99',
    'PASSWORD-PASSWORD',
    '１２３４５６７８９０',
  ])('may not be the common %s', (password) => {
    expect(faultOf(password, ada)).toContain('guessed first');
  });

  test.each(['aaaaaaaaaaaaa', 'xyzxyzxyzxyz', 'q7q7q7q7q7q7'])('may not only repeat itself: %s', (password) => {
    expect(faultOf(password, ada)).toBeDefined();
  });

  test.each(['my name is ADA LOVELACE', 'adalovelace-1815', 'write to Ada.Byron now'])(
    'may not contain the name or address: %s',
    (password) => {
      expect(faultOf(password, ada)).toContain('name or address');
    },
  );

  test('may contain a short name by chance', () => {
    expect(faultOf('a long walk by the sea', { email: 'al@example.org', name: 'Al' })).toBeUndefined();
  });

  test('has its length counted in characters, not in code units', () => {
    expect(faultOf('🐢🐇🦊🐻🐼', ada)).toContain('10 characters');
  });
});

describe('hashing', () => {
  test('SESSION-1 equal passwords have different hashes, of the strength OWASP asks for', async () => {
    const hashing = createHashing();
    const [one, two] = await Promise.all([hashing.hash('a long walk'), hashing.hash('a long walk')]);
    expect(one).not.toBe(two);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await hashing.verify(one, 'a long walk')).toEqual({ right: true, weak: false });
    expect(await hashing.verify(one, 'a long talk')).toEqual({ right: false, weak: false });
  });

  test('nobody’s password costs as much as somebody’s', async () => {
    const hashing = createHashing();
    const hash = await hashing.hash('a long walk');
    const before = hashing.computed;
    expect(await hashing.verify(undefined, 'nobody has this password')).toEqual({ right: false, weak: false });
    const between = hashing.computed;
    await hashing.verify(hash, 'wrong');
    expect([between - before, hashing.computed - between]).toEqual([1, 1]);
  });

  test('a hash of less strength is right, and weak', async () => {
    const weak = await new Argon2id({ memorySize: 8192, iterations: 1 }).hash('a long walk');
    expect(await createHashing().verify(weak, 'a long walk')).toEqual({ right: true, weak: true });
  });

  test('the same characters in another Unicode form are the same password', async () => {
    const hashing = createHashing();
    expect((await hashing.verify(await hashing.hash('caf\u00e9 by the sea'), 'cafe\u0301 by the sea')).right).toBe(true);
  });
});

describe('turns', () => {
  test('INPUT-2 only so many run at once, and more than may wait are refused', async () => {
    const turns = new Turns(2, 3);
    const end = gate();
    let running = 0;
    let most = 0;
    const work = async () => {
      running += 1;
      most = Math.max(most, running);
      await end.promise;
      running -= 1;
    };
    const accepted = Array.from({ length: 5 }, () => turns.run(work));
    await expect(turns.run(work)).rejects.toMatchObject({ reason: 'OVERLOADED' });
    end.resolve();
    await Promise.all(accepted);
    expect(most).toBe(2);
    await expect(turns.run(async () => 'again')).resolves.toBe('again');
  });

  test('work that fails hands its turn on', async () => {
    const turns = new Turns(1, 1);
    const failing = turns.run(() => Promise.reject(new Refusal('CONFLICT')));
    const next = turns.run(async () => 'done');
    await expect(failing).rejects.toThrow(Refusal);
    await expect(next).resolves.toBe('done');
  });
});
