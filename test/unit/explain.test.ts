import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideAbout } from '../../server/access/decide.ts';
import { inWords } from '../../server/access/explain.ts';
import { ACTIONS } from '../../shared/access.ts';
import { ME, question } from './decide-worlds.ts';

describe('a decision in words', () => {
  test('ACCESS-2 what is hidden, foreign or unknown is explained by one and the same sentence', () => {
    const told = new Set<string>();
    fc.assert(
      fc.property(question, fc.constantFrom(...ACTIONS), ({ ref, facts }, action) => {
        const decision = decideAbout(ME, action, ref, facts);
        if (!decision.allow && decision.code === 'NOT_FOUND') told.add(JSON.stringify(inWords(decision, action, 'you')));
      }),
      { numRuns: 3_000 },
    );
    expect(told.size).toBe(1);
  });

  test('every step of every decision has a sentence of its own', () => {
    fc.assert(
      fc.property(question, fc.constantFrom(...ACTIONS), ({ ref, facts }, action) => {
        const steps = inWords(decideAbout(ME, action, ref, facts), action, 'Bo');
        expect(steps.length).toBeGreaterThan(0);
        for (const { text } of steps) expect(text).toMatch(/^\S.*\.$/);
        for (const { text } of steps) expect(text).not.toMatch(/undefined|\bvia\b/);
      }),
      { numRuns: 3_000 },
    );
  });

  test('says how somebody came to see it', () => {
    const path = ['team:guest', 'place:shared', 'standing:guest'];
    expect(inWords({ allow: true, path }, 'conversation.read', 'Bo').map(({ text }) => text)).toEqual([
      'Bo is a guest of the team.',
      'It was shared with Bo.',
      'Here Bo counts as a guest.',
    ]);
  });

  test('says what it takes when nothing permits it', () => {
    const path = ['team:member', 'place:team', 'standing:member', 'rule:audit.list'];
    expect(inWords({ allow: false, code: 'FORBIDDEN', path }, 'audit.list', 'you').at(-1)?.text).toBe(
      'This takes the role owner or one above it.',
    );
  });
});
