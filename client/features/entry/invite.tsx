import { useState } from 'react';
import type { Team, User } from '../../../shared/schemas/identity.ts';
import type { Parley } from '../../sdk/types.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/late.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { useAct, useCall } from '../app/use-call.ts';
import { EntryPage } from './entry-page.tsx';
import { RegisterForm } from './register.tsx';
import { SignInForm } from './sign-in.tsx';
import css from './entry-page.module.css';

interface InviteProps {
  parley: Parley;
  token: string;
  /** Who is signed in, if anybody. */
  user?: User;
  onJoined(team?: Team): void;
  onLeave(): void;
}

/** Who invites to which team as what; joining happens in place, signed in or not. */
export function Invite({ parley, token, user, onJoined, onLeave }: InviteProps) {
  const preview = useCall(token, () => parley.api.invite.preview.query({ token }));
  if (preview.problem?.reason === 'INVITE_INVALID') return <InvalidInvite onLeave={onLeave} />;
  if (preview.problem) {
    return (
      <EntryPage title="Invite">
        <ProblemNotice problem={preview.problem} onRetry={preview.again} />
      </EntryPage>
    );
  }
  if (!preview.answer) {
    return (
      <EntryPage title="Invite">
        <Skeleton />
      </EntryPage>
    );
  }
  const { teamName, invitedBy, role } = preview.answer;
  return (
    <EntryPage title={`Join ${teamName}`} about={`${invitedBy} invites you as ${asRole(role)}.`}>
      {user === undefined ? (
        <JoinAsSomebody parley={parley} token={token} onJoined={onJoined} />
      ) : (
        <JoinAs parley={parley} token={token} user={user} teamName={teamName} onJoined={onJoined} />
      )}
    </EntryPage>
  );
}

function asRole(role: Team['role']): string {
  return role === 'owner' || role === 'admin' ? `an ${role}` : `a ${role}`;
}

function InvalidInvite({ onLeave }: { onLeave(): void }) {
  return (
    <EntryPage
      title="This invite does not work any more"
      about="It has expired, was revoked or never existed. Ask the person who sent it for a new one; owners and admins of a team can make it."
    >
      <Button onClick={onLeave}>Go to Parley</Button>
    </EntryPage>
  );
}

function JoinAs({
  parley,
  token,
  user,
  teamName,
  onJoined,
}: {
  parley: Parley;
  token: string;
  user: User;
  teamName: string;
  onJoined(team?: Team): void;
}) {
  const accept = useAct(async () => {
    const { team } = await parley.api.invite.accept.mutate({ token });
    onJoined(team);
  });
  return (
    <div className={css.form}>
      {accept.problem && <ProblemNotice problem={accept.problem} />}
      <p>
        You are signed in as <strong>{user.name}</strong> ({user.email}).
      </p>
      <Button kind="primary" busy={accept.busy} onClick={() => void accept.run()}>
        Join {teamName}
      </Button>
    </div>
  );
}

function JoinAsSomebody({ parley, token, onJoined }: { parley: Parley; token: string; onJoined(team?: Team): void }) {
  const [known, setKnown] = useState(false);
  if (known) {
    const join = () =>
      void parley.api.invite.accept.mutate({ token }).then(
        ({ team }) => onJoined(team),
        () => onJoined(),
      );
    return (
      <>
        <SignInForm parley={parley} onSignedIn={join} />
        <Turn question="No account here yet?" act="Create one" onTurn={() => setKnown(false)} />
      </>
    );
  }
  return (
    <>
      <RegisterForm parley={parley} act="Create account and join" inviteToken={token} onRegistered={() => onJoined()} />
      <Turn question="Already have an account here?" act="Sign in" onTurn={() => setKnown(true)} />
    </>
  );
}

function Turn({ question, act, onTurn }: { question: string; act: string; onTurn(): void }) {
  return (
    <p className={css.foot}>
      <span>
        {question}{' '}
        <button type="button" className={css.link} onClick={onTurn}>
          {act}
        </button>
      </span>
    </p>
  );
}
