import { useMemo } from 'react';
import { useLocation } from 'wouter';
import type { ConversationId, GenerationId, MessageId } from '../../../shared/ids.ts';
import type { Message } from '../../../shared/schemas/conversation.ts';
import type { Team } from '../../../shared/schemas/identity.ts';
import type { ConversationStore } from '../../store/conversation-store.ts';
import { hasReacted } from '../../store/reactions.ts';
import { useSay } from '../../ui/toast.tsx';
import { paths } from '../app/paths.ts';
import { problemOf } from '../app/problem.ts';
import { useWorkspace } from '../app/workspace.ts';
import { messageAddress } from './address.ts';
import { focusComposer } from './composer-focus.ts';
import type { Draft } from './draft.ts';
import { paging } from './paging.ts';
import type { Deeds } from './room.ts';

interface DeedsInput {
  team: Team;
  id: ConversationId;
  /** The address of this conversation. */
  path: string;
  store: ConversationStore;
  draft: Draft;
  choose: Deeds['choose'];
  setEditing: Deeds['setEditing'];
  /** Asks before a message is deleted. */
  remove: Deeds['remove'];
  /** Goes to a thread of this conversation. */
  showThread(thread: ConversationId): void;
}

/** The deeds of this screen, the same object for as long as it stands. */
export function useDeeds(input: DeedsInput): Deeds {
  const { team, id, path, store, draft, choose, setEditing, remove, showThread } = input;
  const { parley, me } = useWorkspace();
  const say = useSay();
  const [, go] = useLocation();
  return useMemo(() => {
    const attempt = (deed: Promise<unknown>) => void deed.catch((error: unknown) => say(problemOf(error).say));
    const edit = (messageId: MessageId, text: string) =>
      parley.api.message.edit.mutate({ messageId, text: text.toWellFormed() }).then(() => undefined);
    const ask = (messageId: MessageId, model: string | undefined) =>
      parley.api.generation.start
        .mutate({ messageId, ...(model !== undefined && { model }) })
        .then(({ message }) => choose(messageId, message.id));
    return {
      send(text, { parentId, mentions, files, model }) {
        // A refusal stays with the unsent message, which shows it.
        void parley
          .conversation(id)
          .send(text.toWellFormed(), {
            mentions,
            files,
            ...(parentId !== undefined && { parentId }),
            ...(model !== undefined && { model }),
          })
          .catch(() => undefined);
      },
      edit,
      async editAndAsk(messageId, text) {
        await edit(messageId, text);
        await ask(messageId, lastModel(store, messageId));
      },
      react(message, emoji) {
        const on = !hasReacted(store.get()?.byId.get(message.id)?.reactions, emoji, me.id);
        attempt(parley.api.message.react.mutate({ messageId: message.id, emoji, on }));
      },
      openThread(message) {
        const known = store.get()?.byId.get(message.id)?.thread;
        if (known !== undefined) return showThread(known.conversationId);
        attempt(parley.api.message.thread.mutate({ messageId: message.id }).then(({ conversation }) => showThread(conversation.id)));
      },
      quote(message) {
        draft.quote(nameOf(message), (store.get()?.byId.get(message.id)?.text ?? message.text) || filesOf(message));
        focusComposer(id);
      },
      linkTo: (messageId) => messageAddress(path, messageId),
      stop: (generationId: GenerationId) => attempt(parley.api.generation.stop.mutate({ generationId })),
      answerAgain(reply: Message) {
        if (reply.parentId !== undefined) attempt(ask(reply.parentId, reply.generation?.model));
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
      ...paging(parley, id, store),
      choose,
      setEditing,
      remove,
    };
  }, [parley, me.id, team.id, id, path, store, draft, choose, setEditing, remove, showThread, say, go]);
}

function nameOf({ author }: Message): string {
  return author.kind === 'user' ? author.name : author.model;
}

/** What stands for a message of files alone. */
function filesOf({ attachments = [] }: Message): string {
  return attachments.map(({ name }) => `(${name})`).join(' ');
}

/** Who answered this message last. */
function lastModel(store: ConversationStore, question: MessageId): string | undefined {
  const answers = [...(store.get()?.byId.values() ?? [])].filter(({ parentId }) => parentId === question);
  return answers.flatMap(({ author }) => (author.kind === 'model' ? [author.model] : [])).at(-1);
}
