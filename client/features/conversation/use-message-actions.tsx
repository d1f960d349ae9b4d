import Copy from 'lucide-react/icons/copy';
import GitFork from 'lucide-react/icons/git-fork';
import Link2 from 'lucide-react/icons/link-2';
import MessageSquareText from 'lucide-react/icons/message-square-text';
import Pencil from 'lucide-react/icons/pencil';
import Quote from 'lucide-react/icons/quote';
import RefreshCw from 'lucide-react/icons/refresh-cw';
import StepForward from 'lucide-react/icons/step-forward';
import Trash from 'lucide-react/icons/trash-2';
import type { ReactNode } from 'react';
import type { Message } from '../../../shared/schemas/conversation.ts';
import { useCopy } from '../../ui/copy-button.tsx';
import { useSay } from '../../ui/toast.tsx';
import { reaches } from '../app/may.ts';
import { useWorkspace } from '../app/workspace.ts';
import { useRoom } from './room.ts';

export interface MessageAction {
  name: 'thread' | 'again' | 'continue' | 'edit' | 'quote' | 'copy' | 'link' | 'fork' | 'delete';
  label: string;
  icon: ReactNode;
  /** The key that does the same while the message has the focus. */
  keys?: string;
  act(): void;
}

/** Everything that one may do with this message here, in the order it is offered. Reacting is not among it: it needs a choice. */
export function useMessageActions(message: Message): MessageAction[] {
  const { me } = useWorkspace();
  const { team, deeds, mayWrite, above, store } = useRoom();
  const { copy } = useCopy();
  const say = useSay();
  const { author, generation } = message;
  const mine = author.kind === 'user' && author.userId === me.id;
  const ended = generation !== undefined && 'endedAt' in generation;
  const copyText = () => copy(store.get()?.byId.get(message.id)?.text ?? message.text);
  const copyLink = () => {
    copy(deeds.linkTo(message.id));
    say('Link copied.');
  };
  const all: (MessageAction | false)[] = [
    mayWrite &&
      above === undefined && {
        name: 'thread',
        label: 'Reply in thread',
        icon: <MessageSquareText size={15} />,
        keys: 'T',
        act: () => deeds.openThread(message),
      },
    mayWrite &&
      ended &&
      message.parentId !== undefined && {
        name: 'again',
        label: 'Another answer',
        icon: <RefreshCw size={15} />,
        act: () => deeds.answerAgain(message),
      },
    mayWrite &&
      generation?.state === 'stopped' && {
        name: 'continue',
        label: 'Continue',
        icon: <StepForward size={15} />,
        act: () => deeds.carryOn(message),
      },
    mayWrite && mine && { name: 'edit', label: 'Edit', icon: <Pencil size={15} />, keys: 'E', act: () => deeds.setEditing(message.id) },
    mayWrite && { name: 'quote', label: 'Quote', icon: <Quote size={15} />, keys: 'Q', act: () => deeds.quote(message) },
    (message.text !== '' || message.attachments === undefined) && {
      name: 'copy',
      label: 'Copy text',
      icon: <Copy size={15} />,
      act: copyText,
    },
    { name: 'link', label: 'Copy link', icon: <Link2 size={15} />, act: copyLink },
    reaches(team.role, 'member') && {
      name: 'fork',
      label: 'Fork from here',
      icon: <GitFork size={15} />,
      act: () => deeds.fork(message.id),
    },
    mayWrite &&
      (mine || reaches(team.role, 'moderator')) && {
        name: 'delete',
        label: 'Delete',
        icon: <Trash size={15} />,
        act: () => deeds.remove(message),
      },
  ];
  return all.filter((action) => action !== false);
}
