import { TEXT } from '../../../shared/limits.ts';
import type { Row } from '../../store/timeline.ts';
import { useSay } from '../../ui/toast.tsx';
import { problemOf } from '../app/problem.ts';
import { useWorkspace } from '../app/workspace.ts';
import { useFrame } from '../frame/frame-context.ts';
import { COMMANDS, type Command } from './commands.ts';
import { newestWriting } from './newest.ts';
import { usePart, useRoom } from './room.ts';
import { useAnsweringModel } from './use-answering-model.ts';
import { useArchive } from './use-archive.ts';
import { useMayManage } from './use-may-manage.ts';

const AS_THE_TEAM = 'team';

/** The commands that make sense here and now. `quiet` sends a text that nobody answers; `back` gives back a text that could not be carried out. */
export function useCommands(rows: readonly Row[], quiet: (text: string) => void, back: (text: string) => void): Command[] {
  const { deeds } = useRoom();
  const { showKeys } = useFrame();
  const settings = useSettings(back);
  const writing = usePart((state) => newestWriting(state.generations));
  const isThread = usePart((state) => state.conversation.threadOf !== undefined);
  const mayManage = useMayManage();
  const archive = useArchive();
  const messages = rows.flatMap((row) => (row.kind === 'message' && row.message.deletedAt === undefined ? [row.message] : []));
  const last = messages.at(-1);
  const reply = messages.findLast(({ generation }) => generation !== undefined && 'endedAt' in generation);
  const all: (Command | false)[] = [
    // A thread goes with its conversation.
    ...(isThread ? [] : settings),
    { name: 'quiet', takes: 'TEXT', about: COMMANDS.quiet, run: quiet },
    reply !== undefined && { name: 'again', about: COMMANDS.again, run: () => deeds.answerAgain(reply) },
    writing !== undefined && { name: 'stop', about: COMMANDS.stop, run: () => deeds.stop(writing) },
    last !== undefined && !isThread && { name: 'thread', about: COMMANDS.thread, run: () => deeds.openThread(last) },
    last !== undefined && { name: 'fork', about: COMMANDS.fork, run: () => deeds.fork(last.id) },
    mayManage && !isThread && { name: 'archive', about: COMMANDS.archive, run: () => archive(true) },
    { name: 'help', about: COMMANDS.help, run: showKeys },
  ];
  return all.filter((command) => command !== false);
}

/** What the conversation is called, and who answers in it when. */
function useSettings(back: (text: string) => void): Command[] {
  const { parley } = useWorkspace();
  const { id } = useRoom();
  const { models, usual } = useAnsweringModel();
  const say = useSay();
  const able = models.filter((model) => model.refused === undefined);
  const refuse = (text: string, because: string) => {
    say(because);
    back(text);
  };
  const update = (text: string, change: { title?: string; model?: string | null; answers?: 'always' | 'named' }, news: string) =>
    void parley.api.conversation.update.mutate({ conversationId: id, ...change }).then(
      () => say(news),
      (error: unknown) => refuse(text, problemOf(error).say),
    );
  return [
    {
      name: 'model',
      takes: 'NAME?',
      about: COMMANDS.model,
      choices: [
        ...able.map(({ name, loaded }) => ({ value: name, ...(loaded && { detail: 'Loaded' }) })),
        { value: AS_THE_TEAM, detail: `As the team has it: ${usual} for now` },
      ],
      run(name) {
        if (name === '' || name === AS_THE_TEAM)
          return update('/model team', { model: null }, `As the team has it: ${usual} answers here.`);
        if (!able.some((model) => model.name === name)) return refuse(`/model ${name}`, `There is no model “${name}” here.`);
        return update(`/model ${name}`, { model: name }, `${name} answers here now.`);
      },
    },
    {
      name: 'answers',
      takes: 'WHEN',
      about: COMMANDS.answers,
      choices: [
        { value: 'always', detail: 'Every message' },
        { value: 'named', detail: 'Only those that name the model' },
      ],
      run(when) {
        if (when === 'always') return update('/answers always', { answers: when }, 'The model answers every message.');
        if (when === 'named') return update('/answers named', { answers: when }, 'The model answers when it is named.');
        return refuse(`/answers ${when}`, 'Say “always” or “named”.');
      },
    },
    {
      name: 'title',
      takes: 'TEXT',
      about: COMMANDS.title,
      run: (title) =>
        title.length > TEXT.titleMaxChars
          ? refuse(`/title ${title}`, `A title has at most ${TEXT.titleMaxChars} characters.`)
          : update(`/title ${title}`, { title }, 'Renamed.'),
    },
  ];
}
