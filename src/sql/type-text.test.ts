import { expect, test } from 'vitest';
import { typeText } from './type-text.ts';

const typeOf = (...names: readonly string[]) =>
  typeText({ names: names.map((sval) => ({ String: { sval } })) });

test('a type is written as the server writes it, one of the project as it is', () => {
  expect(typeOf('pg_catalog', 'int4')).toBe('integer');
  expect(typeOf('constructor')).toBe('constructor');
});
