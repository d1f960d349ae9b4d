import { Button } from '../../ui/button.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import { EntryPage } from '../entry/entry-page.tsx';
import type { Session } from './session.ts';
import { atTime } from './times.ts';

type Ending = Extract<Session, { state: 'ended' }>;

/** The whole app has given way: nothing of the team stays in the page, in memory or in storage. */
export function Ended({ ending, onSignIn }: { ending: Ending; onSignIn(): void }) {
  const { title, about } = words(ending);
  return (
    <EntryPage title={title} about={about}>
      <Button kind="primary" onClick={onSignIn} ref={takeFocus}>
        Sign in again
      </Button>
    </EntryPage>
  );
}

function words({ at, because }: Ending): { title: string; about: string } {
  const when = atTime(at);
  switch (because?.kind) {
    case 'parted':
      return {
        title: `You are no longer a member of ${because.team}`,
        about: `Access ended at ${when}. Your account and your other teams go on: sign in again.`,
      };
    case 'changed':
      return { title: `Your role in ${because.team} changed`, about: `At ${when}. Sign in again to go on with the new one.` };
    case undefined:
      return {
        title: 'You are signed out',
        about: `This session ended at ${when}. It was ended from another device, or your access changed.`,
      };
  }
}
