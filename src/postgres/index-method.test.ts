import { expect, test } from 'vitest';
import { readIndexMethod } from './index-method.ts';

test('an index is read with all that may follow its keys', () => {
  const text = `btree (a, "b, (c" DESC NULLS LAST) INCLUDE ("d)", e) NULLS NOT DISTINCT WITH (fillfactor='70') WHERE (a > 0)`;
  expect(readIndexMethod(text)).toEqual({
    method: 'btree',
    elements: [
      { text: 'a', unordered: 'a', column: 'a', operatorClass: '', descends: false },
      {
        text: '"b, (c" DESC NULLS LAST',
        unordered: '"b, (c"',
        column: '"b, (c"',
        operatorClass: '',
        descends: true,
      },
    ],
    included: ['"d)"', 'e'],
    hasEqualNulls: true,
    where: '(a > 0)',
  });
});

test.each([
  ['a NULLS FIRST', 'a', 'a', ''],
  ['"a DESC"', '"a DESC"', '"a DESC"', ''],
  ['a COLLATE "en US" DESC', 'a COLLATE "en US"', 'a', ''],
  ['a text_pattern_ops DESC', 'a text_pattern_ops', 'a', 'text_pattern_ops'],
  [
    `a COLLATE pg_catalog."C" public.gin_trgm_ops (siglen='32') DESC`,
    `a COLLATE pg_catalog."C" public.gin_trgm_ops (siglen='32')`,
    'a',
    `public.gin_trgm_ops (siglen='32')`,
  ],
  ['lower(a) DESC', 'lower(a)', undefined, ''],
  ["((a || ' DESC'::text)) text_pattern_ops", "((a || ' DESC'::text)) text_pattern_ops", undefined, ''],
])('the key %s is read', (text, unordered, column, operatorClass) => {
  const [element] = readIndexMethod(`gist (${text})`)?.elements ?? [];
  expect(element).toEqual({ text, unordered, column, operatorClass, descends: text.endsWith(' DESC') });
});

test('what is no text of an index is not read', () => {
  expect(readIndexMethod('UNIQUE NULLS NOT DISTINCT (a)')).toBeUndefined();
  expect(readIndexMethod("btree (a) WHERE (b = ' INCLUDE (c) NULLS NOT DISTINCT'::text)")).toMatchObject({
    included: [],
    hasEqualNulls: false,
  });
});
