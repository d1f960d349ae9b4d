import { Suspense } from 'react';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Paperclip from 'lucide-react/icons/paperclip';
import Square from 'lucide-react/icons/square';
import type { GenerationId } from '../../../shared/ids.ts';
import { TEXT } from '../../../shared/limits.ts';
import { mentionsIn } from '../../store/mentions.ts';
import { lastShownReply, type Row } from '../../store/timeline.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { AnswersSwitch } from './answers-switch.tsx';
import { commandIn } from './commands.ts';
import { ComposerText } from './composer-text.tsx';
import { useDraftFiles, useDraftText } from './draft.ts';
import { FileChips } from './later.ts';
import { newestWriting } from './newest.ts';
import { usePart, usePeople, useRoom } from './room.ts';
import { TooLong } from './too-long.tsx';
import { pickFiles } from './use-attach.ts';
import { useCommands } from './use-commands.ts';
import css from './composer.module.css';

interface ComposerProps {
  rows: readonly Row[];
  onSent(): void;
  onFiles(files: Iterable<File>): void;
}

/** Where one writes. Works without a connection: what is sent then leaves later, in order. */
export function Composer({ rows, onSent, onFiles }: ComposerProps) {
  const { draft, deeds } = useRoom();
  const people = usePeople();
  const text = useDraftText(draft);
  const files = useDraftFiles(draft);
  const writing = usePart((state) => newestWriting(state.generations));
  const over = text.length - TEXT.messageMaxChars;
  const empty = text.trim() === '' && files.length === 0;
  const unfit = over > 0 || files.some(({ current }) => current.state === 'refused');

  const sendAs = (said: string, about: { model?: null }) => {
    deeds.send(said.trim() === '' ? '' : said, {
      parentId: lastShownReply(rows),
      mentions: mentionsIn(said, people, draft.picked),
      files,
      ...about,
    });
    draft.set('');
    draft.files.set([]);
    onSent();
  };
  // What could not be carried out comes back, unless something else was begun meanwhile.
  const back = (said: string) => draft.text.get() === '' && draft.set(said);
  const commands = useCommands(rows, (said) => sendAs(said, { model: null }), back);
  const send = (said: string) => {
    if ((said.trim() === '' && files.length === 0) || unfit || said.length > TEXT.messageMaxChars) return;
    const told = commandIn(said, commands);
    if (told === undefined) return sendAs(said, {});
    draft.set('');
    told.command.run(told.told);
  };
  return (
    <div className={css.composer}>
      <ComposerText rows={rows} commands={commands} writing={writing} onSend={send} onFiles={onFiles} />
      {files.length > 0 && (
        <Suspense>
          <FileChips files={files} text={text} />
        </Suspense>
      )}
      <div className={css.bar}>
        <IconButton label="Attach files" className={css.round} onClick={() => pickFiles(onFiles)}>
          <Paperclip size={17} />
        </IconButton>
        <AnswersSwitch />
        <TooLong chars={text.length} />
        {writing !== undefined && <StopButton writing={writing} keys={empty ? 'Esc' : ''} />}
        <IconButton label="Send" tone="accent" className={css.round} disabled={empty || unfit} onClick={() => send(text)}>
          <ArrowUp size={18} />
        </IconButton>
      </div>
    </div>
  );
}

function StopButton({ writing, keys }: { writing: GenerationId; keys: string }) {
  const { deeds } = useRoom();
  return (
    <IconButton label="Stop the reply" keys={keys} className={`${css.round} ${css.stop}`} onClick={() => deeds.stop(writing)}>
      <Square size={13} fill="currentColor" />
    </IconButton>
  );
}
