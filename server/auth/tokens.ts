import { createHash, randomBytes } from 'node:crypto';
import { alphabet, generateRandomString } from 'oslo/crypto';
import { ID_LENGTH, sessionHandle, type SessionHandle } from '../../shared/ids.ts';

/** 256 bits: too many to guess, so a plain hash of them is safe to keep (SESSION-1). */
export function mintToken(): { token: string; hash: string } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

export function newSessionHandle(): SessionHandle {
  return sessionHandle.parse(generateRandomString(ID_LENGTH, alphabet('a-z', '0-9')));
}
