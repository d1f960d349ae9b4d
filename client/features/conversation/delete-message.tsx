import type { Message } from '../../../shared/schemas/conversation.ts';
import { Question } from '../../ui/question.tsx';
import { useWorkspace } from '../app/workspace.ts';

/** Asks before a message is deleted; without one it is closed. */
export function DeleteMessage({ message, onDone }: { message: Message | undefined; onDone(): void }) {
  const { parley } = useWorkspace();
  return (
    <Question
      open={message !== undefined}
      onOpenChange={onDone}
      title="Delete this message?"
      act="Delete"
      onAct={async () => {
        if (message !== undefined) await parley.api.message.delete.mutate({ messageId: message.id });
      }}
    >
      What it says, and its files, are gone for everybody. A line stays where it was.
    </Question>
  );
}
