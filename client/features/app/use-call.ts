import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { problemOf, type Problem } from './problem.ts';

export interface Asked<Answer> {
  answer?: Answer;
  problem?: Problem;
  /** Asks again and keeps what is there until the new answer comes. */
  again(): void;
}

/**
 * The answer to a question. Another `key` is another question; another `revision` asks the same one again and keeps the old answer meanwhile.
 * An answer that comes too late is dropped.
 */
export function useCall<Answer>(key: string, ask: () => Promise<Answer>, revision = 0): Asked<Answer> {
  const onAsk = useEffectEvent(ask);
  const [round, setRound] = useState(0);
  const [held, hold] = useState<{ key: string; answer?: Answer; problem?: Problem }>({ key });
  useEffect(() => {
    let stale = false;
    void onAsk().then(
      (answer) => !stale && hold({ key, answer }),
      (error: unknown) => !stale && hold((before) => ({ ...(before.key === key ? before : {}), key, problem: problemOf(error) })),
    );
    return () => {
      stale = true;
    };
  }, [key, round, revision]);
  const again = useCallback(() => setRound((before) => before + 1), []);
  const current = held.key === key ? held : { key };
  return {
    ...(current.answer !== undefined && { answer: current.answer }),
    ...(current.problem !== undefined && { problem: current.problem }),
    again,
  };
}

export interface Act<Args extends unknown[]> {
  busy: boolean;
  problem?: Problem;
  /** Resolves to whether it worked; what went wrong is kept in `problem`. */
  run(...args: Args): Promise<boolean>;
}

/** Something that is done at a press of a button: once at a time, its failure kept to be shown. */
export function useAct<Args extends unknown[]>(act: (...args: Args) => Promise<unknown>): Act<Args> {
  const [state, setState] = useState<{ busy: boolean; problem?: Problem }>({ busy: false });
  const run = async (...args: Args) => {
    setState({ busy: true });
    try {
      await act(...args);
      setState({ busy: false });
      return true;
    } catch (error) {
      setState({ busy: false, problem: problemOf(error) });
      return false;
    }
  };
  return { ...state, run };
}
