import type { Generation, Message } from '../../../shared/schemas/conversation.ts';
import type { Siblings } from '../../store/timeline.ts';
import { Markdown } from '../../ui/markdown/markdown.tsx';
import { ReplyFoot } from './reply-foot.tsx';
import { ReplyState } from './reply-state.tsx';
import { usePart } from './room.ts';
import { Thinking } from './thinking.tsx';
import css from './reply.module.css';

/** What a model writes: its thinking, its text while it grows, where it stands, what can be done next. */
export function Reply({ message, siblings }: { message: Message; siblings: Siblings | undefined }) {
  const writing = usePart((state) => (message.generation === undefined ? undefined : state.generations.get(message.generation.id)));
  const text = writing?.text ?? message.text;
  const thinking = writing?.thinking ?? message.thinking ?? '';
  const generation = writing?.generation ?? message.generation;
  const grows = generation?.state === 'streaming';
  return (
    <div className={css.reply} aria-busy={writing !== undefined || undefined}>
      {thinking !== '' && <Thinking text={thinking} growing={grows && text === ''} alone={text === '' && writing !== undefined} />}
      {(text !== '' || (grows && thinking === '')) && <Markdown text={text} growing={grows} />}
      {generation !== undefined && <ReplyState message={message} generation={generation} />}
      {isSettled(generation) && <ReplyFoot message={message} siblings={siblings} />}
    </div>
  );
}

function isSettled(generation: Generation | undefined): boolean {
  return generation === undefined || 'endedAt' in generation;
}
