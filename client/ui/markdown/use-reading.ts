import { useEffect, useState } from 'react';
import { MarkdownReader, type Reading } from './reader.ts';

/** So many characters are read in one go: some milliseconds. */
const SLICE = 16_000;
const MAX_KNOWN = 20;

/** Long texts that were read whole: their rows leave the page and come back. */
const known = new Map<string, Reading>();

/** What a text says; undefined while a very long one is still read, a slice at a time, so that the page goes on. */
export function useReading(text: string, growing: boolean): Reading | undefined {
  const [reader] = useState(() => new MarkdownReader());
  const [upTo, setUpTo] = useState(() => (growing || known.has(text) ? Number.POSITIVE_INFINITY : SLICE));
  const inSlices = !growing && text.length > upTo;
  useEffect(() => {
    if (!inSlices) return undefined;
    const timer = setTimeout(() => {
      reader.read(text.slice(0, upTo));
      setUpTo(upTo + SLICE);
    });
    return () => clearTimeout(timer);
  }, [inSlices, reader, text, upTo]);
  if (inSlices) return undefined;
  if (growing || text.length <= SLICE) return reader.read(text);
  const reading = known.get(text) ?? reader.read(text);
  remember(text, reading);
  return reading;
}

function remember(text: string, reading: Reading): void {
  known.delete(text);
  known.set(text, reading);
  const [oldest] = known.keys();
  if (known.size > MAX_KNOWN && oldest !== undefined) known.delete(oldest);
}
