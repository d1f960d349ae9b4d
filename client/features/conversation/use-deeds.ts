import { useMemo } from 'react';
import { useLocation } from 'wouter';
import type { ConversationId, GenerationId, MessageId } from '../../../shared/ids.ts';
import type { Message } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import type { Parley } from '../../sdk/types.ts';
import type { ConversationStore } from '../../store/conversation-store.ts';
import { useSay } from '../../ui/toast.tsx';
import { paths } from '../app/paths.ts';
import { problemOf } from '../app/problem.ts';
import type { Deeds } from './room.ts';

interface DeedsInput {
  parley: Parley;
  team: Team;
  id: ConversationId;
  store: ConversationStore;
  choose: Deeds['choose'];
  setEditing: Deeds['setEditing'];
  /** Asks before a message is deleted. */
  remove: Deeds['remove'];
}

/** The deeds of this screen, the same object for as long as it stands. */
export function useDeeds(input: DeedsInput): Deeds {
  const { parley, team, id, store, choose, setEditing, remove } = input;
  const say = useSay();
  const [, go] = useLocation();
  return useMemo(() => {
    const attempt = (deed: Promise<unknown>) => void deed.catch((error: unknown) => say(problemOf(error).say));
    return {
      send(text, parentId) {
        // A refusal stays with the unsent message, which shows it.
        void parley
          .conversation(id)
          .send(text.toWellFormed(), parentId === undefined ? {} : { parentId })
          .catch(() => undefined);
      },
      edit: (messageId: MessageId, text: string) =>
        parley.api.message.edit.mutate({ messageId, text: text.toWellFormed() }).then(() => undefined),
      stop: (generationId: GenerationId) => attempt(parley.api.generation.stop.mutate({ generationId })),
      answerAgain(reply: Message) {
        if (reply.parentId === undefined) return;
        const { parentId } = reply;
        const model = reply.generation?.model;
        attempt(
          parley.api.generation.start
            .mutate({ messageId: parentId, ...(model !== undefined && { model }) })
            .then(({ message }) => choose(parentId, message.id)),
        );
      },
      carryOn: (reply: Message) =>
        reply.generation && attempt(parley.api.generation.continue.mutate({ generationId: reply.generation.id })),
      fork: (messageId: MessageId) =>
        attempt(
          parley.api.conversation.fork.mutate({ messageId }).then(({ conversation }) => {
            go(paths.conversation(team.id, conversation.id));
            say('Forked. Only you see the new conversation until you share it.');
          }),
        ),
      async loadOlder() {
        const before = store.get()?.messages[0]?.seq;
        if (before === undefined) return;
        store.prepend(await parley.api.message.history.query({ conversationId: id, beforeSeq: before, limit: 50 }));
      },
      choose,
      setEditing,
      remove,
    };
  }, [parley, team.id, id, store, choose, setEditing, remove, say, go]);
}
