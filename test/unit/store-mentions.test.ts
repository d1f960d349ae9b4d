import { expect, test } from 'vitest';
import { mentionsIn, namesIn } from '../../client/store/mentions.ts';
import { userId } from '../../shared/ids.ts';
import { ANA, BO } from './sdk-builders.ts';

const other = (letter: string, name: string) => ({ userId: userId.parse(letter.repeat(20)), name });
const MARIA = other('1', 'Ana Maria');
const BORIS = other('2', 'Boris');

test('a name counts as a whole word after @, the longest of those that begin alike', () => {
  const names = ['Ana', 'Ana Maria', 'Bo', 'Öberg'];
  const found = (text: string) => namesIn(text, names).map(({ name }) => name);
  expect(found('@Ana Maria and @Ana, (@Bo) @Öberg!')).toEqual(['Ana Maria', 'Ana', 'Bo', 'Öberg']);
  expect(found('@Boris @Anä mail me@Bo @ana @')).toEqual([]);
  expect(namesIn('so @Bo', names)).toEqual([{ name: 'Bo', from: 3, to: 6 }]);
});

test('who is named by a name of their own is meant, whether picked or typed', () => {
  expect(mentionsIn('@Bo and @Ana Maria', [ANA, BO, MARIA], [])).toEqual([BO.userId, MARIA.userId]);
  expect(mentionsIn('@Bo @Bo', [ANA, BO], [])).toEqual([BO.userId]);
  expect(mentionsIn('nobody', [ANA, BO], [BO.userId])).toEqual([]);
});

test('of several people with one name those are meant who were picked', () => {
  const second = other('3', 'Bo');
  expect(mentionsIn('@Bo', [ANA, BO, second], [])).toEqual([]);
  expect(mentionsIn('@Bo', [ANA, BO, second], [second.userId, BORIS.userId])).toEqual([second.userId]);
});

test('code and what is quoted names nobody', () => {
  const text = '> @Ana said so\n`@Bo` and\n```\n@Ana Maria\n```\n@Boris';
  expect(mentionsIn(text, [ANA, BO, MARIA, BORIS], [])).toEqual([BORIS.userId]);
  expect(mentionsIn('```\n@Bo', [BO], [])).toEqual([]);
});
