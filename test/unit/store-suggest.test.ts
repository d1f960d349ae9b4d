import { expect, test } from 'vitest';
import { begunAt, matching } from '../../client/store/suggest.ts';

const at = (marked: string) => begunAt(marked.replace('|', ''), marked.indexOf('|'));

test('a name begins after @ where no word stands before it, and may have several words', () => {
  expect(at('@|')).toEqual({ kind: 'name', from: 0, query: '' });
  expect(at('so (@An| maybe)')).toEqual({ kind: 'name', from: 4, query: 'An' });
  expect(at('@Ana Mar|')).toEqual({ kind: 'name', from: 0, query: 'Ana Mar' });
  for (const plain of ['ana@ex|', 'plain|', '@a\nb|', `@${'x'.repeat(41)}|`, '|@ana']) expect(at(plain), plain).toBeUndefined();
});

test('a command stands at the very start, and what it is told after one blank', () => {
  expect(at('/|')).toEqual({ kind: 'command', query: '' });
  expect(at('/ti|')).toEqual({ kind: 'command', query: 'ti' });
  expect(at('/model |')).toEqual({ kind: 'argument', command: 'model', from: 7, query: '' });
  expect(at('/model gem|')).toEqual({ kind: 'argument', command: 'model', from: 7, query: 'gem' });
  expect(at(' /ti|')).toBeUndefined();
  expect(at('/etc/ho|')).toBeUndefined();
});

test('what begins with the query comes before what has a word that does; capitals and accents do not matter', () => {
  const names = ['Anna Bo', 'Björn Öberg', 'hf.co/bo/model:Q4', 'Bo', 'Lobo'];
  expect(matching(names, 'bo', (name) => name)).toEqual(['Bo', 'Anna Bo', 'hf.co/bo/model:Q4']);
  expect(matching(names, 'OBER', (name) => name)).toEqual(['Björn Öberg']);
  expect(matching(names, 'q4', (name) => name)).toEqual(['hf.co/bo/model:Q4']);
  expect(matching(names, 'bjorn o', (name) => name)).toEqual(['Björn Öberg']);
  expect(matching(names, '', (name) => name)).toEqual(names);
});
