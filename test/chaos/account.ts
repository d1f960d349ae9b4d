/** Accounts are made over a network of their own that never breaks, each from another address, so that only what chaos is about is counted. */
import { call } from '../support/call.ts';
import { somewhere } from '../support/entrance.ts';
import { PASSWORD } from '../support/person.ts';
import type { TeamId, UserId } from '../../shared/ids.ts';
import { authSignIn, teamCreate } from '../../shared/schemas/identity.ts';
import { retried } from './retried.ts';

export interface Account {
  userId: UserId;
  name: string;
  email: string;
  /** The newest session cookie, as `name=value`. */
  cookie: string;
}

export async function register(url: string, name: string, email: string): Promise<Account> {
  const answer = await retried(() => call(url, 'auth.register', { name, email, password: PASSWORD }, somewhere()));
  // The answer of an earlier try was lost.
  if (answer.refusal?.reason === 'EMAIL_TAKEN') return signIn(url, { name, email });
  return accountIn(answer, { name, email });
}

export async function signIn(url: string, { name, email }: { name: string; email: string }): Promise<Account> {
  const answer = await retried(() => call(url, 'auth.signIn', { email, password: PASSWORD }, somewhere()));
  return accountIn(answer, { name, email });
}

/** Joins by an invite link; whoever is in the team already stays. */
export async function join(url: string, account: Account, inviteUrl: string): Promise<void> {
  const token = inviteUrl.split('/').at(-1);
  for (;;) {
    const answer = await retried(() => call(url, 'invite.accept', { token }, { cookie: account.cookie }));
    if (answer.data) {
      account.cookie = answer.cookie ?? account.cookie;
      return;
    }
    // The answer of an earlier try was lost, and with it the new cookie.
    if (answer.refusal?.reason !== 'SESSION_REVOKED') throw new Error(`cannot join: ${JSON.stringify(answer.refusal)}`);
    account.cookie = (await signIn(url, account)).cookie;
  }
}

export async function createTeam(url: string, account: Account, name: string): Promise<TeamId> {
  const answer = await call(url, 'team.create', { name }, { cookie: account.cookie });
  account.cookie = answer.cookie ?? account.cookie;
  return teamCreate.output.parse(answer.data).team.id;
}

function accountIn(answer: Awaited<ReturnType<typeof call>>, { name, email }: { name: string; email: string }): Account {
  if (!answer.data || answer.cookie === undefined) throw new Error(`no account: ${JSON.stringify(answer.refusal)}`);
  return { userId: authSignIn.output.parse(answer.data).user.id, name, email, cookie: answer.cookie };
}
