import { expect, test } from 'vitest';
import { listed } from '../../client/features/app/names.ts';

test('a few names are named, of many the first and how many others', () => {
  expect(listed(['Ana'])).toBe('Ana');
  expect(listed(['Ana', 'Bo'])).toBe('Ana and Bo');
  expect(listed(['Ana', 'Bo', 'Cleo'])).toBe('Ana, Bo and Cleo');
  expect(listed(['Ana', 'Bo', 'Cleo', 'Dara'])).toBe('Ana, Bo and 2 others');
  expect(listed(['Ana', ...Array<string>(1_300).fill('Bo')])).toBe('Ana, Bo and 1,299 others');
});
