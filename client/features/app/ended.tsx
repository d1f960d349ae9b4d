import { Button } from '../../ui/button.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import { EntryPage } from '../entry/entry-page.tsx';
import type { Session } from './session.ts';
import { atTime } from './times.ts';

type Ending = Extract<Session, { state: 'ended' }>;

/** The whole app has given way: nothing of the team stays in the page, in memory or in storage. */
export function Ended({ ending, onSignIn }: { ending: Ending; onSignIn(): void }) {
  const { title, about, act = 'Sign in again' } = words(ending);
  return (
    <EntryPage title={title} about={about}>
      <Button kind="primary" onClick={onSignIn} ref={takeFocus}>
        {act}
      </Button>
    </EntryPage>
  );
}

const GO_ON = 'Your account and your other teams go on: sign in again.';

function words({ at, because }: Ending): { title: string; about: string; act?: string } {
  const when = atTime(at);
  switch (because?.kind) {
    case 'parted':
      return { title: `You are no longer a member of ${because.team}`, about: `Access ended at ${when}. ${GO_ON}` };
    case 'changed':
      return { title: `Your role in ${because.team} changed`, about: `At ${when}. Sign in again to go on with the new one.` };
    case 'suspended':
      return {
        title: `You are suspended from ${because.team}`,
        about: `Access ended at ${when}, until an owner or admin of the team restores you; what you wrote stays. ${GO_ON}`,
      };
    case 'deleted':
      return { title: `${because.team} was deleted`, about: `An owner deleted it at ${when}, with everything in it. ${GO_ON}` };
    case 'disabled':
      return {
        title: 'Your account is disabled',
        about: `Access ended at ${when}, on every device. An administrator of this server can enable it again.`,
        act: 'Go to sign in',
      };
    case 'erased':
      return {
        title: 'Your account is deleted',
        about: 'Your name and e-mail address are gone. What you wrote stays with the teams it was written in, without your name.',
        act: 'Go to sign in',
      };
    case undefined:
      return {
        title: 'You are signed out',
        about: `This session ended at ${when}. It was ended from another device, or your access changed.`,
      };
  }
}
