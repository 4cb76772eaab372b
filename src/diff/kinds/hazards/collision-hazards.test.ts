import { expect, test } from 'vitest';
import { hazardTeller } from '../../../../test/judge/told.ts';

const told = hazardTeller();

test('values that become equal are counted for unique indexes over columns, and not asked for those over less than all rows', async () => {
  const collations = `CREATE EXTENSION citext; CREATE COLLATION "Odd one" (provider = icu, locale = 'und')`;
  const table = (text: string, number: string) => `${collations};
    CREATE TABLE t (a ${text}, b ${number}, c ${number}, d int, e ${text});
    CREATE UNIQUE INDEX i ON t (a DESC) INCLUDE (d); CREATE UNIQUE INDEX j ON t (b) NULLS NOT DISTINCT;
    CREATE UNIQUE INDEX k ON t (c) WHERE d > 0; CREATE UNIQUE INDEX l ON t (e COLLATE "Odd one", d)`;
  const said = await told(
    table('text', 'numeric'),
    table('citext', 'int'),
    `INSERT INTO t VALUES ('x', 1, 1, 1, 'y'), ('X', 1.1, 1.1, 1, 'Y'), ('z', NULL, 7, 2, 'Y'), (NULL, 8, 8, 3, 'a')`,
  );
  const equal = (name: string, column: string) =>
    `Rows of public.t may violate public.${name}: values of ${column} that differ may become equal.`;
  expect(said.filter(([, message]) => message.endsWith('may become equal.'))).toEqual([
    ['may-fail', equal('i', 'a'), 1],
    ['may-fail', equal('j', 'b'), 1],
    ['may-fail', equal('k', 'c')],
    ['may-fail', equal('l', 'e'), 1],
  ]);
});
