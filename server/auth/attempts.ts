/**
 * How often somebody may try. Every try is counted before anything is hashed, and one that turned out right is given back, so that only wrong ones
 * count for long. Who guesses is slowed by address and by (account, address); the account as a whole only by so many tries that no forgetful person
 * comes near, and never for an address its owner is signed in from: a stranger cannot lock anybody out (ASVS 6.1.1, 6.3.1).
 */
import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { LimitRule, Store } from '../../db/store.ts';
import { refuse } from '../../shared/errors.ts';
import type { UserId } from '../../shared/ids.ts';
import type { Authentication } from './authentication.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const ADDRESS_MINUTE: LimitRule = { name: 'sign-in-minute', points: 5, perSeconds: MINUTE };
const ADDRESS_DAY: LimitRule = { name: 'sign-in-day', points: 100, perSeconds: DAY, blockSeconds: DAY };
const ACCOUNT: LimitRule = { name: 'sign-in-account', points: 100, perSeconds: HOUR };
/** Wrong passwords in a row for one account from one address; the next one locks the pair. */
const PAIR: LimitRule = { name: 'sign-in-pair', points: 10, perSeconds: DAY };
/** How long a pair is locked: from a quarter of an hour, twice as long each time within a day. */
const LOCK_SECONDS = [0.25, 0.5, 1, 2, 4, 8, 16, 24].map((hours) => hours * HOUR);
const REGISTRATION: LimitRule = { name: 'register', points: 30, perSeconds: HOUR };
const OWN_PASSWORD: LimitRule = { name: 'own-password', points: 10, perSeconds: 15 * MINUTE };

type Attempts = Pick<Authentication, 'limitSignIn' | 'limitRegistration' | 'limitPasswordCheck'>;
type Remembered = Pick<Store, 'limits' | 'users' | 'sessions'>;

export function createAttempts(store: Remembered): Attempts {
  const { limits } = store;
  return {
    async limitSignIn(email, caller) {
      const address = networkOf(caller.ip);
      const account = accountKey(email);
      const pair = `${account} ${address}`;
      await mustNotBeLocked(limits, pair);
      await take(limits, ADDRESS_MINUTE, address);
      await take(limits, ADDRESS_DAY, address);
      if (!(await limits.consume(PAIR, pair)).allowed) await lock(limits, pair);
      const ofAccount = await limits.consume(ACCOUNT, account);
      if (!ofAccount.allowed && !(await isSignedInFrom(store, email, address))) refuseUntil(ofAccount.retryAfter);
      return {
        async succeeded() {
          await limits.reset(PAIR, pair);
          for (const rule of [ADDRESS_MINUTE, ADDRESS_DAY]) await limits.consume(rule, address, -1);
          await limits.consume(ACCOUNT, account, -1);
        },
      };
    },

    async limitRegistration(caller) {
      await take(limits, REGISTRATION, networkOf(caller.ip));
    },

    async limitPasswordCheck(userId: UserId) {
      await take(limits, OWN_PASSWORD, userId);
      return { succeeded: () => limits.reset(OWN_PASSWORD, userId) };
    },
  };
}

type Limits = Store['limits'];

async function take(limits: Limits, rule: LimitRule, key: string): Promise<void> {
  const verdict = await limits.consume(rule, key);
  if (!verdict.allowed) refuseUntil(verdict.retryAfter);
}

function refuseUntil(retryAfter: number): never {
  const wait = retryAfter < 2 * MINUTE ? `${retryAfter} seconds` : `${Math.ceil(retryAfter / MINUTE)} minutes`;
  return refuse('RATE_LIMITED', `Too many tries. Wait ${wait}.`, { retryAfter });
}

/** The key is locked while its one point is taken; the rules of all lengths share it. */
function lockOf(seconds: number): LimitRule {
  return { name: 'sign-in-lock', points: 1, perSeconds: seconds };
}

async function mustNotBeLocked(limits: Limits, pair: string): Promise<void> {
  const verdict = await limits.consume(lockOf(DAY), pair, 0);
  if (!verdict.allowed) refuseUntil(verdict.retryAfter);
}

async function lock(limits: Limits, pair: string): Promise<never> {
  const seconds = await nextLock(limits, pair);
  await limits.consume(lockOf(seconds), pair);
  await limits.reset(PAIR, pair);
  return refuseUntil(seconds);
}

/** Each length is used once a day; the longest again and again. */
async function nextLock(limits: Limits, pair: string): Promise<number> {
  for (const seconds of LOCK_SECONDS) {
    const unused = await limits.consume({ name: `sign-in-strike-${seconds}`, points: 1, perSeconds: DAY }, pair);
    if (unused.allowed) return seconds;
  }
  return DAY;
}

async function isSignedInFrom({ users, sessions }: Remembered, email: string, address: string): Promise<boolean> {
  const found = await users.findForSignIn(email);
  const rows = found ? await sessions.listOf(found.user.id) : [];
  return rows.some((row) => networkOf(row.ip) === address);
}

/** Somebody with IPv6 has a whole /64 to choose from, so that counts as one address; IPv4 in IPv6 clothes is IPv4. */
export function networkOf(ip: string): string {
  if (!ipaddr.isValid(ip)) return ip;
  const address = ipaddr.process(ip);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/64`).toString()}/64`;
}

/** Counters are kept under what cannot be read back: an address people typed may be nobody's here. */
export function accountKey(email: string): string {
  return createHash('sha256').update(email.normalize('NFC').toLowerCase()).digest('base64url').slice(0, 22);
}
