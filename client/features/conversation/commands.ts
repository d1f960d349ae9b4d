/** What can be told to the conversation instead of being said in it: `/name`, and for some a word or more after it. */
export interface Command {
  name: string;
  /** What stands after it, in capitals; with a `?` it may be left out. Undefined: nothing does. */
  takes?: string;
  about: string;
  /** What may stand after it, when that is one of a few. */
  choices?: readonly { value: string; detail?: string }[];
  run(told: string): void;
}

/** A text that is a command and says all that it takes. Everything else is a message, also one that merely begins like a command. */
export function commandIn(text: string, commands: readonly Command[]): { command: Command; told: string } | undefined {
  const [, name, rest = ''] = /^\/([a-z]+)(?:\s+([^]*))?$/.exec(text.trimEnd()) ?? [];
  const command = commands.find((each) => each.name === name);
  const told = rest.trim();
  if (command === undefined || (told !== '' && command.takes === undefined)) return undefined;
  return told === '' && needsMore(command) ? undefined : { command, told };
}

/** Says nothing without a word after it. */
export function needsMore({ takes }: Command): boolean {
  return takes !== undefined && !takes.endsWith('?');
}

/** What each does, for the list of keys; which of them one may use here depends on the place. */
export const COMMANDS = {
  model: 'Who answers here; without a name: as the team has it',
  answers: 'Answer every message, or only those that name the model',
  quiet: 'Send this without an answer',
  again: 'Another answer to the last question',
  stop: 'Stop the reply that is being written',
  thread: 'Reply to the last message in a thread',
  title: 'Rename this conversation',
  fork: 'Go on from here in a conversation of your own',
  archive: 'Put this conversation away; it stays readable',
  help: 'All keys and commands',
} as const;
