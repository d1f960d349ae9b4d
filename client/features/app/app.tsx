import { lazy, Suspense, useCallback } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import type { Team } from '../../../shared/schemas/identity.ts';
import { Skeleton } from '../../ui/late.tsx';
import { TipRoom } from '../../ui/tip.tsx';
import { ToastRoom } from '../../ui/toast.tsx';
import { SignIn } from '../entry/sign-in.tsx';
import { Ended } from './ended.tsx';
import { Inside } from './inside.tsx';
import { paths } from './paths.ts';
import { useSession, type Session, type SessionRoom } from './session.ts';
import { Unreachable } from './unreachable.tsx';

const CreateTeam = lazy(async () => ({ default: (await import('../entry/create-team.tsx')).CreateTeam }));
const FirstRun = lazy(async () => ({ default: (await import('../entry/first-run.tsx')).FirstRun }));
const Register = lazy(async () => ({ default: (await import('../entry/register.tsx')).Register }));
const Invite = lazy(async () => ({ default: (await import('../entry/invite.tsx')).Invite }));
const Reset = lazy(async () => ({ default: (await import('../entry/reset.tsx')).Reset }));

export function App() {
  const room = useSession();
  return (
    <TipRoom>
      <ToastRoom>
        <Suspense fallback={<Waiting />}>
          <Screen room={room} />
        </Suspense>
      </ToastRoom>
    </TipRoom>
  );
}

function Waiting() {
  return (
    <main aria-busy="true" style={{ maxWidth: 400, margin: '20dvh auto' }}>
      <Skeleton />
    </main>
  );
}

function Screen({ room }: { room: SessionRoom }) {
  const { session } = room;
  switch (session.state) {
    case 'starting':
      return <Waiting />;
    case 'unreachable':
      return <Unreachable problem={session.problem} onRetry={room.refresh} />;
    case 'ended':
      return <Ended ending={session} onSignIn={room.refresh} />;
    case 'signedOut':
      return <Outside session={session} onSignedIn={room.refresh} />;
    case 'signedIn':
      return <SignedIn session={session} room={room} />;
  }
}

/** The address stays while one signs in, so that one lands where one wanted to be. */
function Outside({ session: { parley, setup }, onSignedIn }: { session: Extract<Session, { state: 'signedOut' }>; onSignedIn(): void }) {
  const [, go] = useLocation();
  const open = setup.registration === 'open';
  const enter = () => {
    if ([paths.signIn, paths.register].some((path) => path === location.pathname)) go(paths.home, { replace: true });
    onSignedIn();
  };
  if (setup.firstRun)
    return <FirstRun parley={parley} found={setup} onSignedIn={() => (go(paths.home, { replace: true }), onSignedIn())} />;
  return (
    <Switch>
      <Route path="/invite/:token">
        {({ token }) => (
          <Invite
            parley={parley}
            token={token}
            onJoined={(team) => (go(team ? paths.team(team.id) : paths.home, { replace: true }), onSignedIn())}
            onLeave={() => go(paths.home)}
            onSignedIn={onSignedIn}
            onSignOut={onSignedIn}
          />
        )}
      </Route>
      <Route path="/reset/:token">
        {({ token }) => (
          <Reset
            parley={parley}
            token={token}
            onDone={() => (go(paths.home, { replace: true }), onSignedIn())}
            onLeave={() => go(paths.home)}
          />
        )}
      </Route>
      {open && <Route path={paths.register}>{() => <Register parley={parley} onSignedIn={enter} />}</Route>}
      <Route>{() => <SignIn parley={parley} open={open} onSignedIn={enter} />}</Route>
    </Switch>
  );
}

type In = Extract<Session, { state: 'signedIn' }>;

function SignedIn({ session, room }: { session: In; room: SessionRoom }) {
  const { parley, user } = session;
  const { refresh } = room;
  const [, go] = useLocation();
  const joined = useCallback(
    (team?: Team) => {
      go(team ? paths.team(team.id) : paths.home, { replace: true });
      refresh();
    },
    [go, refresh],
  );
  return (
    <Switch>
      <Route path="/invite/:token">
        {({ token }) => (
          <Invite
            parley={parley}
            token={token}
            user={user}
            onJoined={joined}
            onLeave={() => go(paths.home)}
            onSignedIn={refresh}
            onSignOut={room.signOut}
          />
        )}
      </Route>
      <Route path="/reset/:token">
        {({ token }) => <Reset parley={parley} token={token} user={user} onDone={() => joined()} onLeave={() => go(paths.home)} />}
      </Route>
      {[paths.signIn, paths.register].map((path) => (
        <Route key={path} path={path}>
          <Redirect to={paths.home} replace />
        </Route>
      ))}
      <Route>{() => <AtHome session={session} room={room} />}</Route>
    </Switch>
  );
}

function AtHome({ session: { parley, user, teams }, room }: { session: In; room: SessionRoom }) {
  if (teams.length === 0) return <CreateTeam parley={parley} name={user.name} onCreated={room.refresh} onSignOut={room.signOut} />;
  return <Inside parley={parley} me={user} teams={teams} renewed={room.renewed} signOut={room.signOut} closed={room.closed} />;
}
