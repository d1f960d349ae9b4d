import { createElement, type CSSProperties, type ReactNode } from 'react';

const TAGS = new Set(
  'math mrow mi mn mo ms mtext mspace mfrac msqrt mroot msub msup msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd mstyle mpadded mphantom menclose merror none'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'accent accentunder columnalign columnspan depth display displaystyle fence form height largeop linethickness lspace mathbackground mathcolor mathvariant maxsize minsize movablelimits notation rowspan rspace scriptlevel separator stretchy symmetric voffset width'.split(
    ' ',
  ),
);
/** Of the style sheet that comes with the formulas. */
const CLASS = /^(?:tml-|math|menclose)[\w-]*$/;
const PROPERTY = /^(?:border|color|display|height|margin|math|padding|text-align|vertical-align|white-space|width)(?:-[a-z]+)*$/;
const VALUE = /^[\w#.,% -]*$/;

/** MathML as elements of our own: of what is written there only what draws formulas comes through, and nothing that loads, opens or runs (INPUT-4). */
export function mathElements(mathml: string): ReactNode {
  const read = new DOMParser().parseFromString(mathml, 'application/xml');
  return read.querySelector('parsererror') === null ? elementOf(read.documentElement, 0) : read.documentElement.textContent;
}

function elementOf(element: Element, key: number): ReactNode {
  const inner = [...element.childNodes].map((node, at) => (node instanceof Element ? elementOf(node, at) : node.textContent));
  if (!TAGS.has(element.localName)) return inner;
  return createElement(element.localName, { key, ...propsOf(element) }, ...inner);
}

function propsOf(element: Element): Record<string, unknown> {
  const props: Record<string, unknown> = {};
  for (const { name, value } of element.attributes) {
    if (name === 'class')
      props['className'] = value
        .split(' ')
        .filter((each) => CLASS.test(each))
        .join(' ');
    else if (name === 'style') props['style'] = styleOf(value);
    else if (ATTRIBUTES.has(name)) props[name] = value;
  }
  return props;
}

function styleOf(text: string): CSSProperties {
  const pairs = text.split(';').map((pair) => pair.split(':', 2).map((part) => part.trim()));
  const known = pairs.filter(([name = '', value = '']) => PROPERTY.test(name) && VALUE.test(value));
  return Object.fromEntries(
    known.map(([name = '', value]) => [name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]),
  );
}
