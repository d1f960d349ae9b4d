import { useId, useState, type KeyboardEvent } from 'react';
import type { UserId } from '../../../shared/ids.ts';
import type { Model } from '../../../shared/schemas/model.ts';
import { begunAt, matching, type Begun } from '../../store/suggest.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { useCursor, type Cursor, type Option } from '../../ui/options.tsx';
import { useOnline, useWorkspace } from '../app/workspace.ts';
import type { Command } from './commands.ts';
import { ModelFace } from './model-face.tsx';
import { usePeople, useRoom } from './room.ts';
import { useAnsweringModel } from './use-answering-model.ts';
import { replace } from './replace.ts';

const SHOWN = 8;

/** One thing that may be meant: it puts its text in place of what was begun, and may do more. */
interface Suggestion extends Option {
  from: number;
  text: string;
  /** Nothing is left to say: taking it carries it out. */
  whole?: boolean;
  onTaken?(): void;
}

export interface Suggestions {
  id: string;
  label: string;
  options: readonly Suggestion[];
  cursor: Cursor;
  pick(index: number): void;
  /** True when the key was one of the list's. */
  onKeyDown(event: KeyboardEvent): boolean;
}

interface SuggestionsInput {
  text: string;
  /** Where the cursor stands; undefined while something is selected or an input method composes. */
  at: number | undefined;
  area(): HTMLTextAreaElement | null;
  commands: readonly Command[];
  onPickPerson(userId: UserId): void;
  /** Carries out the command that the text is now. */
  onWhole(text: string): void;
}

/** What may be meant by what was begun: people and models after `@`, commands after `/`. Undefined: nothing is. */
export function useSuggestions({ text, at, area, commands, onPickPerson, onWhole }: SuggestionsInput): Suggestions | undefined {
  const id = useId();
  const begun = at === undefined ? undefined : begunAt(text, at);
  const names = useNames(onPickPerson);
  const all = begun === undefined ? [] : begun.kind === 'name' ? names(begun).slice(0, SHOWN) : inCommands(begun, commands);
  const cursor = useCursor(all);
  // Esc holds for what was begun at this place, not for the next.
  const place = begun === undefined ? undefined : `${begun.kind} ${'from' in begun ? begun.from : 0}`;
  const [dismissed, dismiss] = useState<string>();
  if (dismissed !== undefined && dismissed !== place) dismiss(undefined);
  const [only] = all;
  const done = all.length === 1 && only !== undefined && only.text.trimEnd() === text.slice(only.from, at);
  if (begun === undefined || all.length === 0 || dismissed === place || (done && begun.kind === 'name')) return undefined;

  const pick = (index: number) => {
    const taken = all[index];
    const element = area();
    if (taken === undefined || element === null || at === undefined) return;
    taken.onTaken?.();
    replace(element, taken.from, at, taken.text);
    if (taken.whole === true) onWhole(element.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (cursor.move(event)) return true;
    const takes = (event.key === 'Enter' || event.key === 'Tab') && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!takes && event.key !== 'Escape') return false;
    event.preventDefault();
    if (takes) pick(cursor.active);
    else dismiss(place);
    return true;
  };
  return { id, label: begun.kind === 'name' ? 'People and models' : 'Commands', options: all, cursor, pick, onKeyDown };
}

/** Everybody who sees this and every model, but oneself. */
function useNames(onPickPerson: (userId: UserId) => void): (begun: Extract<Begun, { kind: 'name' }>) => Suggestion[] {
  const { me } = useWorkspace();
  const { team } = useRoom();
  const people = usePeople();
  const online = useOnline(team.id);
  const { models, name: answering } = useAnsweringModel();
  return ({ from, query }) => {
    const others = people
      .filter(({ userId }) => userId !== me.id)
      .toSorted((a, b) => Number(online.has(b.userId)) - Number(online.has(a.userId)) || a.name.localeCompare(b.name));
    const able = models
      .filter(({ refused }) => refused === undefined)
      .toSorted((a, b) => Number(b.name === answering) - Number(a.name === answering));
    return [
      ...matching(others, query, ({ name }) => name).map(({ userId, name }) => ({
        key: userId,
        label: name,
        ...(online.has(userId) && { detail: 'Here now' }),
        face: <Avatar id={userId} name={name} size="xs" />,
        from,
        text: `@${name} `,
        onTaken: () => onPickPerson(userId),
      })),
      ...matching(able, query, ({ name }) => name).map((model) => ({
        key: `model ${model.name}`,
        label: model.name,
        detail: aboutModel(model),
        face: <ModelFace small />,
        from,
        text: `@${model.name} `,
      })),
    ];
  };
}

function aboutModel({ provider, loaded }: Model): string {
  if (provider === 'guide') return 'Answers · knows Parley';
  return loaded ? 'Answers · loaded' : 'Answers';
}

function inCommands(begun: Extract<Begun, { kind: 'command' | 'argument' }>, commands: readonly Command[]): Suggestion[] {
  if (begun.kind === 'command') {
    return matching(commands, begun.query, ({ name }) => name).map((command) => ({
      key: command.name,
      label: `/${command.name}${command.takes === undefined ? '' : ` ${command.takes.replace('?', '')}`}`,
      detail: command.about,
      from: 0,
      text: `/${command.name}${command.takes === undefined ? '' : ' '}`,
      whole: command.takes === undefined,
    }));
  }
  const choices = commands.find(({ name }) => name === begun.command)?.choices ?? [];
  return matching(choices, begun.query, ({ value }) => value).map(({ value, detail }) => ({
    key: value,
    label: value,
    ...(detail !== undefined && { detail }),
    from: begun.from,
    text: value,
    whole: true,
  }));
}
