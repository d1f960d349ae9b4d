import { lazy, Suspense, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import type { Team, User } from '../../../shared/schemas/identity.ts';
import type { Parley } from '../../sdk/types.ts';
import { createInboxStore } from '../../store/inbox-store.ts';
import { Late, Skeleton } from '../../ui/late.tsx';
import { ConversationScreen } from '../conversation/conversation-screen.tsx';
import { Frame } from '../frame/frame.tsx';
import { Page } from '../frame/page.tsx';
import { FarewellPage } from './farewell-page.tsx';
import { framed } from './framed.ts';
import { Home, NotHere, TeamHome } from './landing.tsx';
import { ReceiptsRoom } from './receipts.tsx';
import type { Closed } from './session.ts';
import { Shared } from './shared.ts';
import { useInbox, useWorkspace, WorkspaceContext, type Farewell, type Workspace } from './workspace.ts';

const ModelsScreen = lazy(async () => ({ default: (await import('../models/models-screen.tsx')).ModelsScreen }));
const ThreadsScreen = lazy(async () => ({ default: (await import('../threads/threads-screen.tsx')).ThreadsScreen }));
const PeopleScreen = lazy(async () => ({ default: (await import('../team/people-screen.tsx')).PeopleScreen }));
const TeamScreen = lazy(async () => ({ default: (await import('../team/team-screen.tsx')).TeamScreen }));
const AuditScreen = lazy(async () => ({ default: (await import('../team/audit-screen.tsx')).AuditScreen }));
const AccountScreen = lazy(async () => ({ default: (await import('../account/account-screen.tsx')).AccountScreen }));

interface InsideProps {
  parley: Parley;
  me: User;
  teams: readonly Team[];
  renewed(user: User): void;
  signOut(): void;
  closed(how: Closed): void;
}

/** The app of somebody who is in a team: the inbox runs for as long as it stands. */
export function Inside({ parley, me, teams, renewed, signOut, closed }: InsideProps) {
  const [store] = useState(createInboxStore);
  const [inbox] = useState(() => framed(store));
  const [shared] = useState(() => new Shared());
  const [said, farewell] = useState<Farewell>();
  useEffect(() => {
    const ending = new AbortController();
    void follow(parley, store, ending.signal);
    return () => {
      ending.abort();
      store.clear();
    };
  }, [parley, store]);
  const workspace = useMemo<Workspace>(
    () => ({ parley, me, teams, inbox, shared, renewed, signOut, closed, farewell }),
    [parley, me, teams, inbox, shared, renewed, signOut, closed],
  );
  if (said !== undefined) return <FarewellPage said={said} />;
  return (
    <WorkspaceContext value={workspace}>
      <ReceiptsRoom>
        <Screens />
      </ReceiptsRoom>
    </WorkspaceContext>
  );
}

/** Ends with the signal, or with the session: the connection then tells. */
async function follow(parley: Parley, store: ReturnType<typeof createInboxStore>, signal: AbortSignal): Promise<void> {
  try {
    for await (const event of parley.inbox({ signal })) store.dispatch(event);
  } catch {
    // Access ended, which the session hears of by its connection.
  }
}

function Screens() {
  return (
    <Switch>
      <Route path="/">
        <Home />
      </Route>
      <Route path="/me">
        <Framed>{() => <AccountScreen />}</Framed>
      </Route>
      <Route path="/t/:team">{({ team }) => <Framed team={team}>{(found) => <TeamHome team={found} />}</Framed>}</Route>
      <Route path="/t/:team/c/:conversation">
        {({ team, conversation }) => (
          <Framed team={team} atOnce>
            {(found) => <ConversationScreen key={conversation} team={found} id={conversation} />}
          </Framed>
        )}
      </Route>
      <Route path="/t/:team/threads">{({ team }) => <Framed team={team}>{(found) => <ThreadsScreen team={found} />}</Framed>}</Route>
      <Route path="/t/:team/models">{({ team }) => <Framed team={team}>{(found) => <ModelsScreen team={found} />}</Framed>}</Route>
      <Route path="/t/:team/settings">{({ team }) => <Framed team={team}>{(found) => <PeopleScreen team={found} />}</Framed>}</Route>
      <Route path="/t/:team/settings/team">{({ team }) => <Framed team={team}>{(found) => <TeamScreen team={found} />}</Framed>}</Route>
      <Route path="/t/:team/settings/audit">{({ team }) => <Framed team={team}>{(found) => <AuditScreen team={found} />}</Framed>}</Route>
      <Route>
        <Framed>{() => <NotHere />}</Framed>
      </Route>
    </Switch>
  );
}

interface FramedProps {
  team?: string;
  /** Without waiting for the inbox: what the screen asks first travels beside it. */
  atOnce?: boolean;
  children(team: Team): ReactNode;
}

/** A screen beside the sidebar of its team; of the first team where the address names none. */
function Framed({ team, atOnce = false, children }: FramedProps) {
  const signedIn = useWorkspace().teams;
  const known = useInbox((inbox) => inbox?.teams);
  const teams = known ?? (atOnce ? signedIn : []);
  const found = team === undefined ? teams[0] : teams.find((each) => each.id === team);
  if (known === undefined && found === undefined) {
    return (
      <Frame>
        <Page title="">
          <Skeleton lines={5} />
        </Page>
      </Frame>
    );
  }
  return (
    <Frame {...(found && { team: found })}>
      <Suspense
        fallback={
          <Page title="">
            <Skeleton lines={5} />
          </Page>
        }
      >
        {found === undefined ? (
          <Late>
            <NotHere />
          </Late>
        ) : (
          children(found)
        )}
      </Suspense>
    </Frame>
  );
}
