import { expect, test } from 'vitest';
import { changeFirst, changeHint, type Hint, hintParts, hintText, joinHints } from './hint.ts';

const drop: Hint = ['Drop it:', { code: 'DROP INDEX i;' }, 'Or leave it.'];

test('a hint is one part or several, and reads as lines', () => {
  expect(hintText('Leave it.')).toBe('Leave it.');
  expect(hintText({ code: 'DROP INDEX i;' })).toBe('DROP INDEX i;');
  expect(hintText(drop)).toBe('Drop it:\nDROP INDEX i;\nOr leave it.');
  expect(hintParts('Leave it.')).toEqual(['Leave it.']);
});

test('hints are joined, and changed part by part', () => {
  expect(joinHints('First of all.', undefined, drop)).toEqual(['First of all.', ...hintParts(drop)]);
  expect(changeFirst(drop, (words) => `and ${words}`)).toEqual(['and Drop it:', ...hintParts(drop).slice(1)]);
  expect(changeHint(drop, (text) => text.toLowerCase())).toEqual([
    'drop it:',
    { code: 'drop index i;' },
    'or leave it.',
  ]);
});
