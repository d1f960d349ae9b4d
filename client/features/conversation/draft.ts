import { useSyncExternalStore } from 'react';
import type { ConversationId, UserId } from '../../../shared/ids.ts';
import type { Parley, Upload } from '../../sdk/types.ts';
import { Observed, type Observable } from '../../store/observable.ts';
import { keep, recall } from '../app/session-storage.ts';

/** Files that wait to be sent live as long as the page, and with the client that uploads them. */
const attached = new WeakMap<Parley, Map<ConversationId, Observed<readonly Upload[]>>>();

function filesOf(parley: Parley, id: ConversationId): Observed<readonly Upload[]> {
  const all = attached.get(parley) ?? new Map<ConversationId, Observed<readonly Upload[]>>();
  attached.set(parley, all);
  const files = all.get(id) ?? new Observed<readonly Upload[]>([]);
  all.set(id, files);
  return files;
}

/** What was begun and not sent, kept per conversation in this tab. */
export class Draft {
  readonly text: Observable<string>;
  /** Set anew also when one of them was uploaded or refused. */
  readonly files: Observed<readonly Upload[]>;
  readonly #id: ConversationId;
  readonly #text: Observed<string>;
  #picked: readonly string[];

  constructor(id: ConversationId, parley: Parley) {
    this.#id = id;
    this.files = filesOf(parley, id);
    this.#text = new Observed(recall(`draft.${id}`) ?? '');
    this.text = this.#text;
    this.#picked = (recall(`picked.${id}`) ?? '').split(' ');
  }

  set(text: string): void {
    if (text === '') this.#pick([]);
    keep(`draft.${this.#id}`, text);
    this.#text.set(text);
  }

  /** Whom the writer picked from the list: their names alone may be those of several people. */
  get picked(): readonly UserId[] {
    // Only `pick` puts something in.
    return this.#picked as readonly UserId[];
  }

  pick(userId: UserId): void {
    this.#pick([...new Set([...this.#picked, userId])]);
  }

  /** Puts it at the end as a quotation, and room to answer under it. */
  quote(author: string, text: string): void {
    const before = this.#text.get().trimEnd();
    const lines = [`**${escaped(author)}:**`, ...text.trim().split('\n')].map((line) => `> ${line}`.trimEnd());
    this.set(`${before === '' ? '' : `${before}\n\n`}${lines.join('\n')}\n\n`);
  }

  #pick(picked: readonly string[]): void {
    this.#picked = picked;
    keep(`picked.${this.#id}`, picked.join(' '));
  }
}

export function useDraftText({ text }: Draft): string {
  return useSyncExternalStore(text.subscribe, text.get);
}

export function useDraftFiles({ files }: Draft): readonly Upload[] {
  return useSyncExternalStore(files.subscribe, files.get);
}

/** A name is not Markdown. */
function escaped(name: string): string {
  return name.replaceAll(/[\\`*_[\]<>~]/g, String.raw`\$&`);
}
