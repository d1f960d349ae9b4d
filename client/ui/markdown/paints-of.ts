import { common, createLowlight } from 'lowlight';
import { kindOf, type Paint } from './code-kinds.ts';

const lowlight = createLowlight(common);

type Nodes = ReturnType<typeof lowlight.highlight>['children'];

/** What is what in a piece of code; nothing for a language nobody knows. */
export function paintsOf(code: string, language: string): Paint[] {
  const name = language.toLowerCase();
  if (!lowlight.registered(name)) return [];
  const paints: Paint[] = [];
  collect(lowlight.highlight(name, code).children, 0, undefined, paints);
  return paints;
}

/** Gives back where the nodes end. */
function collect(nodes: Nodes, from: number, around: number | undefined, paints: Paint[]): number {
  let at = from;
  for (const node of nodes) {
    if (node.type === 'text') {
      const end = at + node.value.length;
      if (around !== undefined) paints.push([at, end, around]);
      at = end;
    } else if (node.type === 'element') {
      const { className } = node.properties;
      const kind = kindOf(Array.isArray(className) ? className.map(String) : []);
      at = collect(node.children as Nodes, at, kind ?? around, paints);
    }
  }
  return at;
}
