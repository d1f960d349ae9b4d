/** Parley's documentation as the guide reads it: guide/*.md, one section per `##`, with the words people may use instead in a comment below the title. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import MiniSearch from 'minisearch';

export interface Section {
  id: number;
  title: string;
  also: string;
  text: string;
}

/** Words that say nothing about what is asked. */
const STOP_WORDS = new Set(
  (
    'a an and are am as at be been but by can could did do does for from get got had has have how i if in into is it its let ll may me might my need of on or our please re s ' +
    'shall should so some t tell than that the their them then there these they this those to too us ve want was we were what when where which who why will with would you your yours about'
  ).split(' '),
);

/** A question is short; of a long text the beginning is enough. */
const MAX_WORDS = 40;

export function loadSections(folder = join(import.meta.dirname, 'guide')): Section[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .sort();
  const parts = files.flatMap((file) => readFileSync(join(folder, file), 'utf8').split(/^## /mu).slice(1));
  return parts.map((part, id) => {
    const [title = '', ...lines] = part.split('\n');
    const body = lines.join('\n');
    const also = /<!-- also: (.*?) -->/su.exec(body)?.[1] ?? '';
    return { id, title: title.trim(), also, text: body.replace(/<!--.*?-->/su, '').trim() };
  });
}

/** Finds sections by what is asked, with room for other word forms and slips of the hand. */
export class SectionSearch {
  readonly sections: Section[];
  readonly #index: MiniSearch<Section>;

  constructor(sections: Section[]) {
    this.sections = sections;
    this.#index = new MiniSearch<Section>({
      fields: ['title', 'also', 'text'],
      processTerm: (term) => stem(term.toLowerCase()),
      searchOptions: {
        boost: { title: 3, also: 2 },
        prefix: (term) => term.length > 3,
        fuzzy: (term) => (term.length > 3 ? 0.2 : false),
        weights: { fuzzy: 0.3, prefix: 0.4 },
      },
    });
    this.#index.addAll(sections);
  }

  /** Best first; none when hardly a word of the question is known here. */
  find(question: string): Section[] {
    const asked = new Set(words(question).slice(0, MAX_WORDS).map(stem).filter(isString));
    if (asked.size === 0) return [];
    const found = this.#index.search([...asked].join(' '), { processTerm: (term) => term });
    return found.filter((hit) => hit.queryTerms.length / asked.size >= 0.4).flatMap((hit) => this.sections[hit.id] ?? []);
  }
}

export function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}

/** Cuts the commonest endings, so that "inviting" finds "invite". Null for words that say nothing. */
function stem(term: string): string | null {
  if (STOP_WORDS.has(term) || /^\p{N}$/u.test(term)) return null;
  const root = term.replace(/(?:ing|ed|es|s|e)$/u, '');
  return root.length >= 3 ? root : term;
}

function isString(value: string | null): value is string {
  return value !== null;
}
