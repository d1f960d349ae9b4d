import { useEffect, useState } from 'react';
import type { TeamId } from '../../../shared/ids.ts';
import type { Pull } from '../../../shared/schemas/model.ts';
import type { Parley } from '../../sdk/types.ts';
import { problemOf } from '../app/problem.ts';

/**
 * The progress of one pull, live for those who may start one: watching starts it when the server does not run it yet, and joins it when it does.
 * One subscription per model for as long as its row stands, since watching again after the end would pull again.
 */
export function usePull(parley: Parley, teamId: TeamId, model: string, known: Pull | undefined, mayWatch: boolean): Pull {
  const [live, setLive] = useState<Pull>();
  useEffect(() => {
    if (!mayWatch) return undefined;
    const subscription = parley.api.model.pull.subscribe(
      { teamId, model },
      {
        onData: (frame) => setLive((before) => frame.data.events.at(-1) ?? before),
        onError: (error) => setLive({ ...begun(model), state: 'failed', because: problemOf(error).say }),
      },
    );
    return () => subscription.unsubscribe();
  }, [parley, teamId, model, mayWatch]);
  return live ?? known ?? begun(model);
}

function begun(model: string): Pull {
  return { model, state: 'running', status: 'starting', completedBytes: 0, totalBytes: 0, startedBy: '' };
}
