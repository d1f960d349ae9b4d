import { useCallback, useEffect, useState } from 'react';
import type { Team, User } from '../../../shared/schemas/identity.ts';
import { createParley } from '../../sdk/index.ts';
import type { ConnectionState, OutboxItem, Parley, PlaceChange } from '../../sdk/types.ts';
import type { Found } from '../entry/first-run.tsx';
import { problemOf, type Problem } from './problem.ts';
import { forgetEverything, keep, recall } from './session-storage.ts';

export interface Setup extends Found {
  firstRun: boolean;
  registration: 'open' | 'invite';
}

/** Who sits in front of this page. */
export type Session =
  | { state: 'starting' }
  | { state: 'unreachable'; problem: Problem }
  | { state: 'signedOut'; parley: Parley; setup: Setup }
  | { state: 'signedIn'; parley: Parley; user: User; teams: Team[] }
  /** By sign-out elsewhere, because access ended, or because the person closed their account. */
  | { state: 'ended'; at: number; because?: Because };

/** Why a session ended, with the name of the team and nothing else of it. */
export type Because = { kind: PlaceChange; team: string } | { kind: Closed };

/** What became of the account itself. */
export type Closed = 'disabled' | 'erased';

export interface SessionRoom {
  session: Session;
  /** Looks again who is signed in, with a connection of its own. */
  refresh(): void;
  renewed(user: User): void;
  signOut(): void;
  /** The person disabled or deleted their account: the session is over already. */
  closed(how: Closed): void;
}

/** One client per signed-in person: what ends with the session ends with its client. */
export function useSession(): SessionRoom {
  const [round, setRound] = useState(0);
  const [session, setSession] = useState<Session>({ state: 'starting' });
  const refresh = useCallback(() => setRound((before) => before + 1), []);

  useEffect(() => {
    const parley = createParley({ outbox: { load: loadOutbox, save: saveOutbox } });
    let left = false;
    void look(parley).then((found) => {
      if (!left) setSession(found);
    });
    const unlisten = parley.connection.subscribe(() => {
      if (left || parley.connection.current.state !== 'ended') return;
      forgetEverything();
      const { current } = parley.connection;
      setSession((before) => (before.state === 'signedIn' ? endOf(before.teams, current) : before));
    });
    return () => {
      left = true;
      unlisten();
      void parley.close();
    };
  }, [round]);

  const renewed = useCallback((user: User) => setSession((before) => (before.state === 'signedIn' ? { ...before, user } : before)), []);
  const signOut = useCallback(() => {
    if (session.state !== 'signedIn') return;
    // Not `ended`: the person asked for it.
    setSession({ state: 'starting' });
    forgetEverything();
    void session.parley
      .signOut()
      .catch(() => undefined)
      .finally(refresh);
  }, [session, refresh]);
  const closed = useCallback((how: Closed) => {
    forgetEverything();
    setSession({ state: 'ended', at: Date.now(), because: { kind: how } });
  }, []);
  return { session, refresh, renewed, signOut, closed };
}

function endOf(teams: readonly Team[], connection: ConnectionState): Session {
  const because = connection.state === 'ended' ? connection.because : undefined;
  if (!because) return { state: 'ended', at: Date.now() };
  if (because.kind === 'disabled') return { state: 'ended', at: Date.now(), because };
  const team = teams.find(({ id }) => id === because.teamId)?.name ?? 'the team';
  return { state: 'ended', at: Date.now(), because: { kind: because.kind, team } };
}

async function look(parley: Parley): Promise<Session> {
  try {
    const { user, teams } = await parley.api.auth.me.query();
    return { state: 'signedIn', parley, user, teams };
  } catch (error) {
    const problem = problemOf(error);
    if (problem.reason !== 'UNAUTHENTICATED' && problem.reason !== 'SESSION_REVOKED') return { state: 'unreachable', problem };
  }
  try {
    return { state: 'signedOut', parley, setup: await parley.api.system.setup.query() };
  } catch (error) {
    return { state: 'unreachable', problem: problemOf(error) };
  }
}

/** Unsent messages survive a reload of this tab (SEND-3). */
function loadOutbox(): OutboxItem[] {
  try {
    return JSON.parse(recall('outbox') ?? '[]') as OutboxItem[];
  } catch {
    return [];
  }
}

function saveOutbox(items: OutboxItem[]): void {
  keep('outbox', items.length === 0 ? '' : JSON.stringify(items));
}
