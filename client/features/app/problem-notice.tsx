import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { Problem } from './problem.ts';

/** What happened, what to do, the request id in small print. */
export function ProblemNotice({ problem, onRetry }: { problem: Problem; onRetry?: () => void }) {
  return (
    <Notice
      tone="danger"
      detail={problem.requestId === undefined ? undefined : `Request id ${problem.requestId}`}
      action={
        onRetry && (
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    >
      {problem.say}
    </Notice>
  );
}
