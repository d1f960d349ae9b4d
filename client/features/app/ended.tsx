import { Button } from '../../ui/button.tsx';
import { takeFocus } from '../../ui/take-focus.ts';
import { EntryPage } from '../entry/entry-page.tsx';
import { atTime } from './times.ts';

/** The whole app has given way: nothing of the team stays in the page, in memory or in storage. */
export function Ended({ at, onSignIn }: { at: number; onSignIn(): void }) {
  return (
    <EntryPage
      title="You are signed out"
      about={`This session ended at ${atTime(at)}. It was ended from another device, or your access changed.`}
    >
      <Button kind="primary" onClick={onSignIn} ref={takeFocus}>
        Sign in again
      </Button>
    </EntryPage>
  );
}
