import { useEffect, useState } from 'react';
import type { ConversationId } from '../../../shared/ids.ts';
import type { Parley } from '../../sdk/types.ts';
import type { ConversationState } from '../../store/conversation-state.ts';
import { createConversationStore, type ConversationStore } from '../../store/conversation-store.ts';
import type { Observable } from '../../store/observable.ts';
import { framed } from '../app/framed.ts';
import { problemOf, type Problem } from '../app/problem.ts';
import { evenly } from './evenly.ts';

export interface Feed {
  /** What is drawn: told once per frame. */
  shown: Observable<ConversationState | undefined>;
  /** What is true now. */
  store: ConversationStore;
  problem?: Problem;
  again(): void;
}

/** Follows one conversation for as long as the screen stands. */
export function useFeed(parley: Parley, id: ConversationId): Feed {
  const [store] = useState(createConversationStore);
  const [shown] = useState(() => framed(store, evenly()));
  const [problem, setProblem] = useState<Problem>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    const ending = new AbortController();
    const follow = async () => {
      for await (const event of parley.conversation(id).events({ signal: ending.signal })) store.dispatch(event, Date.now());
    };
    void follow().catch((error: unknown) => {
      if (!ending.signal.aborted) setProblem(problemOf(error));
    });
    return () => ending.abort();
  }, [parley, id, store, round]);
  const again = () => {
    setProblem(undefined);
    setRound((before) => before + 1);
  };
  return { shown, store, ...(problem && { problem }), again };
}
