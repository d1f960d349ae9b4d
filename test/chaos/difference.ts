/** Where two values differ first, for people. */
export function difference(actual: unknown, expected: unknown, path = ''): string {
  if (Object.is(actual, expected)) return 'nothing';
  if (!isObject(actual) || !isObject(expected)) return `${path || 'it'}: ${shorten(actual)} instead of ${shorten(expected)}`;
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    const found = difference(actual[key], expected[key], path ? `${path}.${key}` : key);
    if (found !== 'nothing') return found;
  }
  return 'nothing';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 120 ? `${text.slice(0, 60)} … ${text.slice(-50)} (${text.length})` : text;
}
