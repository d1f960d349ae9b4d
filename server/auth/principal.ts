import type { Credential } from '../../shared/access.ts';
import type { UserId } from '../../shared/ids.ts';

/** Who calls, as the database says since the last change of access. */
export interface Principal {
  userId: UserId;
  name: string;
  email: string;
  /** Of the system, not of a team. */
  admin: boolean;
  credential: Credential;
  /** Milliseconds since 1970. */
  expiresAt: number;
}
