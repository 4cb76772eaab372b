import { expect, test } from 'vitest';
import { hazardTeller } from '../../../../test/judge/told.ts';

const told = hazardTeller();

test('a new rule of a domain counts what refuses it, in every column of it', async () => {
  const tables = 'CREATE TABLE t (x d, "Odd" d); CREATE TABLE u (x d)';
  const rows = 'INSERT INTO t VALUES (1, 20), (NULL, 30); INSERT INTO u VALUES (40)';
  const checked = await told(
    `CREATE DOMAIN d AS int; ${tables}`,
    `CREATE DOMAIN d AS int CHECK (VALUE < 25); ${tables}`,
    rows,
  );
  expect(checked[0]).toEqual(['may-fail', 'Values of type public.d may violate its new rule.', 2]);
  const needed = await told(
    `CREATE DOMAIN d AS int; ${tables}`,
    `CREATE DOMAIN d AS int NOT NULL; ${tables}`,
    rows,
  );
  expect(needed[0]).toEqual(['may-fail', 'Values of type public.d may violate its new rule.', 1]);
  const joined = await told(
    'CREATE TABLE t (x int)',
    'CREATE DOMAIN d AS bigint CHECK (VALUE > 5); CREATE TABLE t (x d)',
    'INSERT INTO t VALUES (1), (9)',
  );
  expect(joined.find(([kind]) => kind === 'may-fail')).toEqual([
    'may-fail',
    'Values of public.t.x may violate a rule of public.d.',
    1,
  ]);
});

test('a new rule of a domain is checked in columns of the domains over it', async () => {
  const domains = (rule: string) =>
    `CREATE DOMAIN a AS int${rule}; CREATE DOMAIN b AS a; CREATE DOMAIN c AS b`;
  const table = 'CREATE TABLE t (x c)';
  const said = (rule: string) =>
    told(`${domains('')}; ${table}`, `${domains(rule)}; ${table}`, 'INSERT INTO t VALUES (1), (9), (NULL)');
  for (const rule of [' CHECK (VALUE < 5)', ' NOT NULL'])
    expect(await said(rule)).toEqual([
      ['may-fail', 'Values of type public.a may violate its new rule.', 1],
      ['blocks-writes', 'SHARE lock on public.t: nobody writes it while it is read.'],
      ['scans', 'All rows of public.t are read to see that their values keep to the rule.'],
    ]);
});

test('what a new rule of a domain refuses is counted once in a tree of tables', async () => {
  const tables = `CREATE TABLE p (x d) PARTITION BY LIST ((x + 0)); CREATE TABLE u (x d); CREATE TABLE below () INHERITS (u);
    CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST ((x + 0));
    CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1)`;
  const said = await told(
    `CREATE DOMAIN d AS int; ${tables}`,
    `CREATE DOMAIN d AS int CHECK (VALUE > 5); ${tables}`,
    'INSERT INTO p VALUES (1); INSERT INTO u VALUES (1), (9); INSERT INTO below VALUES (2)',
  );
  expect(said[0]).toEqual(['may-fail', 'Values of type public.d may violate its new rule.', 3]);
  const locked = said.filter(([kind]) => kind === 'blocks-writes').map(([, message]) => message);
  expect(locked.map((message) => /public\.\w+/.exec(message)?.[0])).toEqual([
    'public.below',
    'public.p11',
    'public.u',
  ]);
});

test('a new column of a domain with rules writes its table anew, and is refused where it lacks a value', async () => {
  const domains = `CREATE DOMAIN plain AS int; CREATE DOMAIN checked AS int CHECK (VALUE > 0); CREATE DOMAIN needed AS int NOT NULL;
    CREATE DOMAIN above AS needed; CREATE DOMAIN usual AS needed DEFAULT 5; CREATE DOMAIN drawn AS float DEFAULT random()`;
  const said = await told(
    `${domains}; CREATE TABLE t (id int)`,
    `${domains}; CREATE TABLE t (id int, a plain, b checked, c above, d usual, e drawn, f plain DEFAULT 1, g above DEFAULT 2)`,
    'INSERT INTO t VALUES (1), (2)',
  );
  expect(said.filter(([kind]) => kind === 'may-fail')).toEqual([
    ['may-fail', 'public.t may hold rows, and they would have no value for c.', 2],
  ]);
  expect(said.filter(([kind]) => kind === 'rewrites').map(([, message]) => message)).toEqual(
    ['b', 'c', 'd', 'e', 'g'].map((column) => `Filling public.t.${column} writes all of public.t anew.`),
  );
});

test('a rule of a domain that is NOT VALID is asked for where a column gets the domain', async () => {
  const domain = 'CREATE DOMAIN d AS int; ALTER DOMAIN d ADD CHECK (VALUE > 5) NOT VALID';
  const said = await told(
    `${domain}; CREATE TABLE t (x int)`,
    `${domain}; CREATE TABLE t (x d)`,
    'INSERT INTO t VALUES (1), (9)',
  );
  expect(said).toContainEqual(['may-fail', 'Values of public.t.x may violate a rule of public.d.', 1]);
});
