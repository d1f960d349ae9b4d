/** What a model is told of the files of a line: pictures as bytes if it sees, texts as text, and of everything else that it is there and cannot be seen. */
import { pictureRoom } from '../../shared/models.ts';
import type { Turn, TurnFile } from './model.ts';

export interface Sight {
  /** The model takes pictures. */
  sees: boolean;
  /** Characters of all texts together; the newest come first. */
  maxTextChars: number;
}

/** Turns in whose `files` only those are left that go as bytes; of the others the text of the turn speaks. */
export async function withFilesTold(turns: readonly Turn[], { sees, maxTextChars }: Sight): Promise<Turn[]> {
  const left: Left = { chars: maxTextChars, takesPicture: sees ? pictureRoom() : () => false };
  const told: Turn[] = [];
  for (const turn of turns.toReversed()) told.push(turn.files ? await withWords(turn, turn.files, left) : turn);
  return told.reverse();
}

interface Left {
  chars: number;
  takesPicture(file: TurnFile): boolean;
}

async function withWords({ role, text: said }: Turn, files: readonly TurnFile[], left: Left): Promise<Turn> {
  const shown: TurnFile[] = [];
  const words: string[] = [];
  for (const file of files) {
    if (file.type === 'image' && left.takesPicture(file)) shown.push(file);
    else
      words.push(
        file.type === 'text'
          ? await quoted(file, left)
          : `(${file.type === 'image' ? 'an image' : 'a file'} named ${inQuotes(file)}, which you cannot see)`,
      );
  }
  const text = [said, ...words].filter((part) => part !== '').join('\n\n');
  return { role, text, ...(shown.length > 0 && { files: shown }) };
}

/** Between fences that nothing in it can end. */
async function quoted(file: TurnFile, left: Left): Promise<string> {
  const bytes = left.chars > 0 ? await file.read() : undefined;
  if (!bytes) return `(a text file named ${inQuotes(file)}, which you cannot see)`;
  const whole = new TextDecoder().decode(bytes);
  const text = whole.slice(0, left.chars).toWellFormed();
  left.chars -= text.length;
  let longest = 2;
  for (const [ticks] of text.matchAll(/`+/gu)) longest = Math.max(longest, ticks.length);
  const fence = '`'.repeat(longest + 1);
  const cut = text.length < whole.length ? ` (its first ${text.length} of ${whole.length} characters)` : '';
  return `A file named ${inQuotes(file)}${cut}:\n${fence}\n${text}\n${fence}`;
}

function inQuotes({ name }: TurnFile): string {
  return `“${name.replaceAll(/[“”]/gu, '"')}”`;
}
