import { useMemo, type ReactNode } from 'react';
import temml from 'temml';
import 'temml/dist/Temml-Local.css';
import './formula.css';
import { mathElements } from './math-elements.ts';

/** Nothing that loads, opens or styles (`trust`), no macro that multiplies without end, nothing larger than a few lines. */
const OPTIONS = { trust: false, strict: false, throwOnError: true, maxExpand: 300, maxSize: [20, 20] satisfies [number, number] };

/** A macro of a formula's own may be long and called often: `maxExpand` counts calls, not what they become. */
const DEFINES = /\\(?:[egx]?def|let|futurelet|(?:re)?newcommand|providecommand)(?![a-z])/iu;

/** TeX as MathML; as it was written when it is no TeX. */
export function Formula({ tex, apart }: { tex: string; apart: boolean }): ReactNode {
  return useMemo(() => {
    if (DEFINES.test(tex)) return <code>{tex}</code>;
    try {
      return mathElements(temml.renderToString(tex, { ...OPTIONS, displayMode: apart, annotate: false, xml: true }));
    } catch {
      return <code>{tex}</code>;
    }
  }, [tex, apart]);
}
