/** What a piece of code can be, as it is coloured. */
export const KINDS = ['keyword', 'text', 'value', 'name', 'type', 'property', 'comment', 'meta', 'added', 'removed'] as const;
export type Kind = (typeof KINDS)[number];

/** From, to (in UTF-16 units), and the number of a kind. In order, none over another. */
export type Paint = [start: number, end: number, kind: number];

/** By the first part of the scopes that highlight.js names. */
const BY_SCOPE: Record<string, Kind> = {
  keyword: 'keyword',
  'selector-tag': 'keyword',
  tag: 'keyword',
  string: 'text',
  regexp: 'text',
  char: 'text',
  link: 'text',
  number: 'value',
  literal: 'value',
  symbol: 'value',
  bullet: 'value',
  title: 'name',
  section: 'name',
  name: 'keyword',
  'selector-id': 'name',
  'selector-class': 'name',
  type: 'type',
  built_in: 'type',
  class: 'type',
  attr: 'property',
  attribute: 'property',
  property: 'property',
  variable: 'property',
  'template-variable': 'property',
  comment: 'comment',
  quote: 'comment',
  doctag: 'comment',
  meta: 'meta',
  addition: 'added',
  deletion: 'removed',
};

/** The number of the kind for class names such as `hljs-title function_`; undefined: as the text around it. */
export function kindOf(classNames: readonly string[]): number | undefined {
  const [scope = ''] = classNames.filter((name) => name.startsWith('hljs-'));
  const kind = BY_SCOPE[scope.slice('hljs-'.length)];
  return kind === undefined ? undefined : KINDS.indexOf(kind);
}
