import { expect, test } from 'vitest';
import { hazardTeller } from '../../../../test/judge/told.ts';

const told = hazardTeller();

test('of a key that is MATCH FULL rows with some nulls are refused, and counted, those with only nulls are not', async () => {
  const tables = (columns: string, key = '') =>
    `CREATE TABLE a (x int, y int, PRIMARY KEY (x, y)); CREATE TABLE b (${columns}${key})`;
  const key = ', FOREIGN KEY (x, y) REFERENCES a MATCH FULL';
  const refused = async (before: string, rows: string) =>
    (await told(tables(before), tables('x int, y int', key), rows)).filter(([kind]) => kind === 'may-fail');
  const refusal = 'Rows of public.b may violate b_x_y_fkey.';
  expect(
    await refused(
      'x int, y int',
      'INSERT INTO a VALUES (1, 1); INSERT INTO b VALUES (1, 1), (2, 2), (1, NULL), (NULL, 3), (NULL, NULL)',
    ),
  ).toEqual([['may-fail', refusal, 3]]);
  expect(await refused('x int', 'INSERT INTO b VALUES (1), (2), (NULL)')).toEqual([['may-fail', refusal, 2]]);
  expect(await refused('', 'INSERT INTO b DEFAULT VALUES')).toEqual([]);
});

test('a key over a new column is told to be violated where the domain of that gives all rows one value', async () => {
  const domains =
    'CREATE DOMAIN usual AS int DEFAULT 5; CREATE DOMAIN above AS usual; CREATE DOMAIN plain AS int';
  const said = await told(
    `${domains}; CREATE TABLE t (id int)`,
    `${domains}; CREATE TABLE t (id int, a above UNIQUE, b plain UNIQUE)`,
    '',
    false,
  );
  expect(said.filter(([kind]) => kind === 'may-fail').map(([, message]) => message)).toEqual([
    'Rows of public.t may violate t_a_key.',
  ]);
});
