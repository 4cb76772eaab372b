import { expect, test } from 'vitest';
import { hintParts } from './hint.ts';

/** `w` for words, `c` for code, with the number of lines. */
function shape(hint: string): string {
  return hintParts(hint)
    .map(({ kind, lines }) => `${kind[0]}${lines.length}`)
    .join(' ');
}

test.each([
  ['Write `score3` instead of `excellent` in a.sql, line 5.', 'w1'],
  [
    'Add it unchecked:\nALTER TABLE t ADD CONSTRAINT c\n  CHECK (a > 0) NOT VALID;\nALTER TABLE t VALIDATE CONSTRAINT c;',
    'w1 c3',
  ],
  ['DROP INDEX CONCURRENTLY i;\nOutside of a transaction.', 'c1 w1'],
  ['DROP INDEX CONCURRENTLY i;\nIt cannot run in a transaction.', 'c1 w1'],
  ['REVOKE ALL ON t FROM PUBLIC;\nand grant to the roles that need it.', 'c1 w1'],
  ['Name the directory:\nstrata check ../db', 'w1 c1'],
  ['Add a stand-in:\n// strata.config.ts\nexport default {\n  a: 1,\n};', 'w1 c4'],
  [
    'Bring it there:\nALTER TABLE t ADD a int;\nOr the schema to the migrations: let it say\n  a Int',
    'w1 c1 w1 c1',
  ],
  ['One sentence.\n\nAnother one.', 'w2'],
])('a hint is taken apart: %j', (hint, expected) => {
  expect(shape(hint)).toBe(expected);
});
