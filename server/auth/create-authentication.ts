import type { Store } from '../../db/store.ts';
import { refuse } from '../../shared/errors.ts';
import type { Config } from '../config.ts';
import type { Clock } from '../ports.ts';
import { createAttempts } from './attempts.ts';
import type { Authentication } from './authentication.ts';
import { createHashing } from './hashing.ts';
import { faultOf } from './password-rules.ts';
import { presented } from './presented.ts';
import { openSessions } from './sessions.ts';
import { hashToken, mintToken } from './tokens.ts';

interface Parts {
  store: Store;
  clock: Clock;
  config: Pick<Config, 'cookie'>;
}

export function createAuthentication({ store, clock, config }: Parts): Authentication {
  const hashing = createHashing();
  return {
    ...openSessions({ store, clock, cookie: config.cookie }),
    ...createAttempts(store),
    present: (headers) => presented(headers, config.cookie.name),
    mintToken,
    hashToken,
    get hashesComputed() {
      return hashing.computed;
    },
    verifyPassword: (hash, password) => hashing.verify(hash, password),
    async hashPassword(password, about) {
      const fault = about && faultOf(password, about);
      if (fault)
        refuse('VALIDATION', `Choose another password: ${fault}.`, { fields: [{ path: [about.field ?? 'password'], message: fault }] });
      return hashing.hash(password);
    },
  };
}
