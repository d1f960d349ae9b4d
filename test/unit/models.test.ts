import { expect, test } from 'vitest';
import { calledModels, pictureRoom, tagged } from '../../shared/models.ts';

test('a text calls by @name where a word begins; what ends the sentence is not part of the name', () => {
  expect(calledModels('@gemma3:4b, and hf.co/x @hf.co/unsloth/Qwen3:Q4_K_M. Then\n@guide: hello')).toEqual([
    'gemma3:4b',
    'hf.co/unsloth/Qwen3:Q4_K_M',
    'guide',
  ]);
  expect(calledModels('ana@gemma3 says @ nothing (@llama)')).toEqual([]);
});

test('a name without a tag is the latest; the colon of a port is no tag', () => {
  expect(['gemma3', 'gemma3:4b', 'host:5000/gemma3'].map(tagged)).toEqual(['gemma3:latest', 'gemma3:4b', 'host:5000/gemma3:latest']);
});

test('a model gets six pictures that it can read, and 20 MB of them', () => {
  const room = pictureRoom();
  const png = { mime: 'image/png', size: 1_000 };
  expect([png, { ...png, mime: 'image/gif' }, png, png, png, png, png, png].map(room)).toEqual([
    true,
    false,
    true,
    true,
    true,
    true,
    true,
    false,
  ]);
  const large = { mime: 'image/jpeg', size: 9 * 1024 * 1024 };
  expect([large, large, large, png].map(pictureRoom())).toEqual([true, true, false, true]);
});
