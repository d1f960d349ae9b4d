const OPENED = new Set(['http:', 'https:', 'mailto:']);

/** Where a link of a text leads, when it may lead anywhere: whole addresses of the allowed kinds (INPUT-4). `place` is shown beside its words. */
export function linkTarget(href: string): { href: string; place: string } | undefined {
  const url = URL.parse(href);
  if (url === null || !OPENED.has(url.protocol)) return undefined;
  return { href: url.href, place: url.protocol === 'mailto:' ? url.pathname : url.host };
}
