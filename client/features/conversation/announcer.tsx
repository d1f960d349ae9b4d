import { useEffect, useRef, useState } from 'react';
import type { Message } from '../../../shared/schemas/conversation.ts';
import { isOpen } from '../../store/replies.ts';
import { useWorkspace } from '../app/workspace.ts';
import { usePart } from './room.ts';

const MAX_CHARS = 300;

/** Reads out each message of others and each reply when it is whole: once, and never its pieces. */
export function Announcer() {
  const { me } = useWorkspace();
  const messages = usePart((state) => state.messages);
  const headSeq = usePart((state) => state.headSeq);
  const begun = useRef({ headSeq, writing: new Set(messages.filter(isWriting).map(({ id }) => id)) });
  const said = useRef(new Set<string>());
  const [text, setText] = useState('');
  useEffect(() => {
    const isNew = (message: Message) => message.seq > begun.current.headSeq || begun.current.writing.has(message.id);
    const isMine = ({ author }: Message) => author.kind === 'user' && author.userId === me.id;
    const due = messages.filter((message) => isNew(message) && !isMine(message) && !isWriting(message) && !said.current.has(message.id));
    for (const message of due) said.current.add(message.id);
    const last = due.at(-1);
    if (last !== undefined) setText(spoken(last));
  }, [messages, me.id]);
  return (
    <div className="said" role="status">
      {text}
    </div>
  );
}

function isWriting(message: Message): boolean {
  return message.generation !== undefined && isOpen(message.generation);
}

function spoken({ author, text }: Message): string {
  return `${author.kind === 'user' ? author.name : author.model}: ${text.slice(0, MAX_CHARS)}`;
}
