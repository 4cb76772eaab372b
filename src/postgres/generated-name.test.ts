import { expect, test } from 'vitest';
import { freeName, generatedName } from './generated-name.ts';

const never = () => false;

test('a name is cut by its bytes, never inside of a character', () => {
  const name = freeName('ü'.repeat(40), 'replaced', never);
  expect(name).toBe(`"${'ü'.repeat(27)}_replaced"`);
  expect(Buffer.byteLength(name.slice(1, -1))).toBe(63);
});

test('of two parts the longer one is cut, and the label stays whole', () => {
  expect(generatedName(['a'.repeat(60), 'b'], 'is_set')).toBe(`${'a'.repeat(54)}_b_is_set`);
  expect(freeName('a'.repeat(63), 'next', never)).toBe(`${'a'.repeat(58)}_next`);
});

test('a name that is taken gets a number', () => {
  const taken = new Set(['t_lent', 't_lent1']);
  expect(freeName('t', 'lent', (name) => taken.has(name))).toBe('t_lent2');
});

test('what is asked for and returned is quoted where SQL needs it', () => {
  expect(freeName('Odd', 'own', (name) => name === '"Odd_own"')).toBe('"Odd_own1"');
});
