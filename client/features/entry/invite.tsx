import { useState } from 'react';
import type { Team, User } from '../../../shared/schemas/identity.ts';
import type { Parley } from '../../sdk/types.ts';
import { Button } from '../../ui/button.tsx';
import { Skeleton } from '../../ui/late.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ProblemNotice } from '../app/problem-notice.tsx';
import { asRole } from '../app/role-words.ts';
import { useAct, useCall } from '../app/use-call.ts';
import { EntryPage } from './entry-page.tsx';
import { RegisterForm } from './register.tsx';
import { SignInForm } from './sign-in.tsx';
import css from './entry-page.module.css';

const GUESTS = ' You will see the conversations and folders that are shared with you, and nothing else of the team.';

interface InviteProps {
  parley: Parley;
  token: string;
  /** Who is signed in, if anybody. */
  user?: User;
  onJoined(team?: Team): void;
  onLeave(): void;
  /** Somebody signed in without leaving this page. */
  onSignedIn(): void;
  /** To come back here as somebody else. */
  onSignOut(): void;
}

/** Who invites to which team as what; joining happens in place, signed in or not. */
export function Invite({ parley, token, user, ...on }: InviteProps) {
  const preview = useCall(token, () => parley.api.invite.preview.query({ token }));
  if (isDead(preview.problem)) return <DeadInvite onLeave={on.onLeave} />;
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
  const { teamName, invitedBy, role, email } = preview.answer;
  return (
    <EntryPage title={`Join ${teamName}`} about={`${invitedBy} invites you as ${asRole(role)}.${role === 'guest' ? GUESTS : ''}`}>
      {email !== undefined && (
        <p className={css.about}>
          This invite is for <strong>{email}</strong> alone.
        </p>
      )}
      {user === undefined ? (
        <JoinAsSomebody parley={parley} token={token} onDead={preview.again} {...on} />
      ) : (
        <JoinAs
          parley={parley}
          token={token}
          user={user}
          teamName={teamName}
          {...(email !== undefined && { email })}
          onDead={preview.again}
          {...on}
        />
      )}
    </EntryPage>
  );
}

/** A token that cannot be one is as dead as one that was revoked. */
function isDead(problem: { reason: string } | undefined): boolean {
  return problem?.reason === 'INVITE_INVALID' || problem?.reason === 'VALIDATION';
}

function DeadInvite({ onLeave }: { onLeave(): void }) {
  return (
    <EntryPage
      title="This invite does not work any more"
      about="It has expired, was used up, was revoked or never existed. Ask the person who sent it for a new one; owners and admins of a team can make it."
    >
      <Button onClick={onLeave}>Go to Parley</Button>
    </EntryPage>
  );
}

interface JoinAsProps extends Omit<InviteProps, 'onSignedIn' | 'onLeave'> {
  user: User;
  teamName: string;
  /** The address it is for, all but hidden. */
  email?: string;
  onDead(): void;
}

function JoinAs({ parley, token, user, teamName, email, onJoined, onSignOut, onDead }: JoinAsProps) {
  const accept = useAct(async () => {
    const { team } = await parley.api.invite.accept.mutate({ token });
    onJoined(team);
  });
  const join = async () => {
    if (!(await accept.run())) onDead();
  };
  const another = email !== undefined && !couldBe(email, user.email);
  const foot = (
    <p className={css.foot}>
      <span>
        Not you?{' '}
        <button type="button" className={css.link} onClick={onSignOut}>
          Use another account
        </button>
      </span>
    </p>
  );
  if (another) {
    return (
      <div className={css.form}>
        <Notice tone="warn">
          You are signed in as {user.name} ({user.email}). This invite is for another address: use the account that has it, or ask for an
          invite of your own.
        </Notice>
        <Button kind="primary" onClick={onSignOut}>
          Use another account
        </Button>
      </div>
    );
  }
  return (
    <div className={css.form}>
      {accept.problem && <ProblemNotice problem={accept.problem} />}
      <p>
        You are signed in as <strong>{user.name}</strong> ({user.email}).
      </p>
      <Button kind="primary" busy={accept.busy} onClick={() => void join()}>
        Join {teamName}
      </Button>
      {foot}
    </div>
  );
}

/** Whether this may be the address that is all but hidden: "a…@example.org" says its first letter and what stands behind the @. */
function couldBe(masked: string, address: string): boolean {
  const [start = '', end = ''] = masked.toLowerCase().split('…');
  const own = address.toLowerCase();
  return own.startsWith(start) && own.endsWith(end);
}

type JoinAsSomebodyProps = Pick<InviteProps, 'parley' | 'token' | 'onJoined' | 'onSignedIn'> & { onDead(): void };

/** The address that was typed stays when one turns from registering to signing in, and back. */
function JoinAsSomebody({ parley, token, onJoined, onSignedIn, onDead }: JoinAsSomebodyProps) {
  const [known, setKnown] = useState(false);
  const [taken, setTaken] = useState(false);
  const [email, setEmail] = useState('');
  if (known) {
    const join = () =>
      void parley.api.invite.accept.mutate({ token }).then(
        ({ team }) => onJoined(team),
        // The page then says why, to somebody who is signed in.
        () => onSignedIn(),
      );
    return (
      <>
        {taken && <Notice>There is already an account with this e-mail address: sign in to join.</Notice>}
        <SignInForm parley={parley} email={email} onEmail={setEmail} onSignedIn={join} />
        <Turn question="No account here yet?" act="Create one" onTurn={() => setKnown(false)} />
      </>
    );
  }
  return (
    <>
      <RegisterForm
        parley={parley}
        act="Create account and join"
        inviteToken={token}
        email={email}
        onEmail={setEmail}
        onRegistered={onJoined}
        onRefused={(problem) => {
          if (problem.reason === 'INVITE_INVALID') onDead();
          if (problem.reason !== 'EMAIL_TAKEN') return;
          setTaken(true);
          setKnown(true);
        }}
      />
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
