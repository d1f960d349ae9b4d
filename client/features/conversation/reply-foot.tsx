import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import StepForward from 'lucide-react/icons/step-forward';
import type { Message } from '../../../shared/schemas/conversation.ts';
import type { Siblings } from '../../store/timeline.ts';
import { classes } from '../../ui/classes.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { useRoom } from './room.ts';
import css from './reply.module.css';

/** Under a finished reply: the other answers; under the last one also what can be done next, which an older one keeps in its actions. */
export function ReplyFoot({ message, siblings }: { message: Message; siblings: Siblings | undefined }) {
  return (
    <div className={classes(css.foot, siblings === undefined && css.alone)}>
      {siblings !== undefined && <AnswerPicker message={message} siblings={siblings} />}
      <div className={css.tools}>
        {message.text !== '' && <CopyButton text={message.text} label="Copy the answer" />}
        <ReplyNext message={message} />
      </div>
    </div>
  );
}

/** What can be done next with a finished reply. */
export function ReplyNext({ message }: { message: Message }) {
  const { deeds, mayWrite } = useRoom();
  if (!mayWrite) return null;
  return (
    <>
      {message.parentId !== undefined && (
        <IconButton size="small" label="Another answer" onClick={() => deeds.answerAgain(message)}>
          <RefreshCw size={15} />
        </IconButton>
      )}
      {message.generation?.state === 'stopped' && (
        <IconButton size="small" label="Continue" onClick={() => deeds.carryOn(message)}>
          <StepForward size={15} />
        </IconButton>
      )}
    </>
  );
}

/** ‹ 2/3 › between the answers to one message; each person turns for themselves. */
function AnswerPicker({ message, siblings: { index, ids } }: { message: Message; siblings: Siblings }) {
  const { deeds } = useRoom();
  const turn = (to: number) => {
    const answer = ids[to];
    if (message.parentId !== undefined && answer !== undefined) deeds.choose(message.parentId, answer);
  };
  return (
    <div className={css.picker} role="group" aria-label="Answers">
      <IconButton size="small" label="Previous answer" disabled={index === 0} onClick={() => turn(index - 1)}>
        <ChevronLeft size={15} />
      </IconButton>
      <span aria-label={`Answer ${index + 1} of ${ids.length}`} role="img">
        {index + 1}/{ids.length}
      </span>
      <IconButton size="small" label="Next answer" disabled={index === ids.length - 1} onClick={() => turn(index + 1)}>
        <ChevronRight size={15} />
      </IconButton>
    </div>
  );
}
