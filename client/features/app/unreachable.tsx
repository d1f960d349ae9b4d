import { EntryPage } from '../entry/entry-page.tsx';
import { Button } from '../../ui/button.tsx';
import type { Problem } from './problem.ts';

export function Unreachable({ problem, onRetry }: { problem: Problem; onRetry(): void }) {
  return (
    <EntryPage
      title="Parley does not answer"
      about={problem.say}
      foot={problem.requestId === undefined ? undefined : <p>Request id {problem.requestId}</p>}
    >
      <Button kind="primary" onClick={onRetry}>
        Try again
      </Button>
    </EntryPage>
  );
}
