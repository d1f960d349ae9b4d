import Square from 'lucide-react/icons/square';
import type { ReactNode } from 'react';
import { FAILURES } from '../../../shared/errors.ts';
import type { Generation, Message } from '../../../shared/schemas/conversation.ts';
import { count, duration, ordinal } from '../app/times.ts';
import { useNow } from '../app/use-now.ts';
import { useRoom } from './room.ts';
import css from './reply.module.css';

/** One honest line: where the reply stands, and what to do when it stands still. */
export function ReplyState({ message, generation }: { message: Message; generation: Generation }) {
  const { deeds } = useRoom();
  const carryOn = <Then act="Continue" onAct={() => deeds.carryOn(message)} />;
  switch (generation.state) {
    case 'queued':
      return <Waiting generation={generation}>Queued · {ordinal(generation.position)} in line</Waiting>;
    case 'loading':
      return (
        <Waiting generation={generation}>
          Loading {generation.model} · <Since iso={generation.since} />
        </Waiting>
      );
    case 'prompting':
      return (
        <Waiting generation={generation}>
          {generation.promptTokens === undefined ? 'Reading' : `Reading ${count(generation.promptTokens)} tokens`}
        </Waiting>
      );
    case 'streaming':
      return <StopHere generation={generation} />;
    case 'done':
      return null;
    case 'stopped':
      return <Line>{generation.by === undefined ? 'Stopped' : `Stopped by ${generation.by.name}`}</Line>;
    case 'interrupted':
      return <Line then={carryOn}>Interrupted when the server stopped</Line>;
    case 'truncated':
      return <Line then={carryOn}>Cut off by the length limit</Line>;
    case 'failed':
      return (
        <Line bad then={<Then act="Try again" onAct={() => deeds.answerAgain(message)} />}>
          Failed: {inSentence(FAILURES[generation.code])}
        </Line>
      );
  }
}

function Waiting({ generation, children }: { generation: Generation; children: ReactNode }) {
  return (
    <div className={css.waiting}>
      <span className={css.dot} aria-hidden="true" />
      <span className={css.state}>{children}</span>
      <StopHere generation={generation} />
    </div>
  );
}

function StopHere({ generation }: { generation: Generation }) {
  const { deeds, mayWrite } = useRoom();
  if (!mayWrite) return null;
  return (
    <button
      type="button"
      className={css.stop}
      onClick={() => deeds.stop(generation.id)}
      aria-label={`Stop the reply of ${generation.model}`}
    >
      <Square size={11} fill="currentColor" />
      Stop
    </button>
  );
}

function Since({ iso }: { iso: string }) {
  const now = useNow(true);
  return <>{duration(now - Date.parse(iso))}</>;
}

function Line({ bad = false, then, children }: { bad?: boolean; then?: ReactNode; children: ReactNode }) {
  return (
    <p className={bad ? `${css.line} ${css.bad}` : css.line}>
      {children}
      {then !== undefined && <span className={css.next}> — {then}</span>}
    </p>
  );
}

function Then({ act, onAct }: { act: string; onAct(): void }) {
  const { mayWrite } = useRoom();
  if (!mayWrite) return act;
  return (
    <button type="button" className={css.then} onClick={onAct}>
      {act}
    </button>
  );
}

/** "The model …." as it goes on after a colon. */
function inSentence(text: string): string {
  return text.charAt(0).toLocaleLowerCase() + text.slice(1).replace(/\.$/, '');
}
