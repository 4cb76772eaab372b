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

const refusalsIn = (said: Awaited<ReturnType<typeof told>>) =>
  said.flatMap(([kind, message, count]) => (kind === 'may-fail' ? [`${count}: ${message}`] : [])).sort();

test('keys and checks that children do not inherit are asked of a table alone, all other checks of its children as well', async () => {
  const tables = (rules: string, target: string) =>
    `CREATE TABLE p (id int PRIMARY KEY, n int); CREATE TABLE c () INHERITS (p);
     CREATE TABLE r (id int, p int${target}); CREATE TABLE s () INHERITS (r); ${rules}`;
  const said = await told(
    tables('', ''),
    tables(
      `ALTER TABLE p ADD UNIQUE (n), ADD CHECK (n > 0), ADD CONSTRAINT own CHECK (n > 0) NO INHERIT;
       CREATE UNIQUE INDEX once ON r (id)`,
      ' REFERENCES p',
    ),
    `INSERT INTO p VALUES (1, 1); INSERT INTO c VALUES (5, 1), (5, -1);
     INSERT INTO r VALUES (1, 1), (2, 5); INSERT INTO s VALUES (1, 1), (1, 7)`,
  );
  expect(refusalsIn(said)).toEqual([
    '0: Rows of public.p may violate own.',
    '0: Rows of public.p may violate p_n_key.',
    '0: Rows of public.r may violate public.once.',
    '1: Rows of public.p may violate p_n_check.',
    '1: Rows of public.r may violate r_p_fkey.',
  ]);
});

test('rows are asked of all partitions of a table', async () => {
  const tables = (rules: string) =>
    `CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE p_1 PARTITION OF p FOR VALUES FROM (1) TO (9);
     CREATE TABLE r (id int) PARTITION BY RANGE (id); CREATE TABLE r_1 PARTITION OF r FOR VALUES FROM (1) TO (9); ${rules}`;
  const said = await told(
    tables(''),
    tables('ALTER TABLE r ADD UNIQUE (id), ADD FOREIGN KEY (id) REFERENCES p'),
    'INSERT INTO p VALUES (1); INSERT INTO r VALUES (1), (1), (2)',
  );
  expect(refusalsIn(said)).toEqual([
    '1: Rows of public.r may violate r_id_fkey.',
    '1: Rows of public.r may violate r_id_key.',
  ]);
});
