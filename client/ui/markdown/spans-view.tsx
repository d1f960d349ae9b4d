import ImageIcon from 'lucide-react/icons/image';
import type { Links } from 'marked';
import { memo, type ReactNode } from 'react';
import { linkTarget } from './link-target.ts';
import { Marked } from './marks.tsx';
import { MathView } from './math-view.tsx';
import { spansOf, wordsOf, type Span } from './span.ts';
import css from './markdown.module.css';

/** A line of text with its emphasis, code and links. */
export const Line = memo(function Line({ text, links }: { text: string; links: Links }) {
  return <Spans spans={spansOf(text, links)} />;
});

function Spans({ spans }: { spans: Span[] }): ReactNode {
  return spans.map((span, at) => <SpanView key={at} span={span} />);
}

function SpanView({ span }: { span: Span }): ReactNode {
  switch (span.kind) {
    case 'text':
      return span.text.includes('@') ? <Marked text={span.text} /> : span.text;
    case 'strong':
      return (
        <strong>
          <Spans spans={span.spans} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Spans spans={span.spans} />
        </em>
      );
    case 'del':
      return (
        <del>
          <Spans spans={span.spans} />
        </del>
      );
    case 'code':
      return <code className={css.span}>{span.text}</code>;
    case 'math':
      return <MathView tex={span.tex} apart={span.apart} />;
    case 'break':
      return <br />;
    case 'link':
      return <LinkView span={span} />;
    case 'image':
      return <ImageView span={span} />;
  }
}

/** Opens by a click only, elsewhere, and tells that place nothing. The host stands beside words that do not name it. */
function LinkView({ span }: { span: Extract<Span, { kind: 'link' }> }) {
  const target = linkTarget(span.href);
  if (target === undefined) return <Spans spans={span.spans} />;
  const words = wordsOf(span.spans);
  return (
    <a className={css.link} href={target.href} target="_blank" rel="noopener noreferrer nofollow" referrerPolicy="no-referrer">
      <Spans spans={span.spans} />
      {!namesPlace(words, target.place) && <span className={css.place}> ({target.place})</span>}
    </a>
  );
}

/** Whether the words begin with the true host, so that they cannot claim another. */
function namesPlace(words: string, place: string): boolean {
  return linkTarget(words)?.place === place || words === place;
}

/** A picture is named, never fetched: fetching would tell its server who reads here. */
function ImageView({ span }: { span: Extract<Span, { kind: 'image' }> }) {
  const target = linkTarget(span.href);
  const label = (
    <>
      <ImageIcon size={13} aria-hidden="true" />
      <span>{span.alt === '' ? 'Image' : span.alt}</span>
    </>
  );
  if (target === undefined) return <span className={css.image}>{label}</span>;
  return (
    <a className={css.image} href={target.href} target="_blank" rel="noopener noreferrer nofollow" referrerPolicy="no-referrer">
      {label}
      <span className={css.place}>({target.place})</span>
    </a>
  );
}
