import { Switch } from '../../ui/switch.tsx';
import { useSay } from '../../ui/toast.tsx';
import { problemOf } from '../app/problem.ts';
import { useWorkspace } from '../app/workspace.ts';
import { usePart, useRoom } from './room.ts';
import { useAnsweringModel } from './use-answering-model.ts';
import css from './composer.module.css';

/** Whether the model answers every message here, or only one that names it. A thread goes with its conversation. */
export function AnswersSwitch() {
  const { parley } = useWorkspace();
  const { id, above } = useRoom();
  const answers = usePart((state) => state.conversation.answers);
  const { name } = useAnsweringModel();
  const say = useSay();
  const set = (always: boolean) =>
    void parley.api.conversation.update
      .mutate({ conversationId: id, answers: always ? 'always' : 'named' })
      .catch((error: unknown) => say(problemOf(error).say));
  return (
    <div className={css.answers}>
      {above === undefined && <Switch label="The model answers every message" checked={answers === 'always'} onChange={set} />}
      <span className={css.answersText}>{answers === 'always' ? `${name} answers every message` : `${name} answers when named`}</span>
    </div>
  );
}
