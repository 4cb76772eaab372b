import { expect, test } from 'vitest';
import { readSchema } from '../src/catalog/read-schema.ts';
import { diffSchemas } from '../src/diff/diff.ts';
import { planChanges } from '../src/diff/plan.ts';
import { testArena } from './judge/arena.ts';

// pg_dump lists columns as they stand, which is no difference: no judge by text can say whether a query reads the right ones.
const arena = testArena();

/** Brings a database that held `before` to `after`: whether that is so by our reader, and what a query says there. */
async function bring(before: string, after: string, question: string) {
  await using from = await arena.holding(before);
  await using to = await arena.holding(after);
  const goal = await readSchema(to.session);
  const { steps } = planChanges(await readSchema(from.session), goal);
  const { error } = await from.session.run(steps.map(({ sql }) => sql).join(';\n'));
  expect(error?.message).toBeUndefined();
  const left = diffSchemas(await readSchema(from.session), goal);
  return { left, here: await from.session.query(question), there: await to.session.query(question) };
}

const rows = `CREATE FUNCTION all_of() RETURNS SETOF item LANGUAGE sql AS 'SELECT * FROM public.item';`;

test('a view of the rows that a function returns reads the same columns where new ones stand elsewhere', async () => {
  const { left, here, there } = await bring(
    `CREATE TABLE item (a int, b int); ${rows}
     INSERT INTO item VALUES (1, 2);
     CREATE VIEW seen AS SELECT x.a FROM all_of() x;`,
    `CREATE TABLE item (c int, a int, b int); ${rows}
     INSERT INTO item VALUES (NULL, 1, 2);
     CREATE VIEW seen AS SELECT x.a, x.b, x.c FROM all_of() x;
     CREATE MATERIALIZED VIEW kept AS SELECT x.b FROM all_of() AS x, all_of() y WHERE y.a = x.a;
     CREATE FUNCTION first() RETURNS int LANGUAGE sql RETURN (SELECT z.b FROM all_of() z);
     CREATE RULE again AS ON INSERT TO item DO SELECT w.b FROM all_of() w;`,
    'SELECT seen.*, first(), (SELECT b AS kept FROM kept) FROM seen',
  );
  expect(left).toEqual([]);
  expect(here).toEqual(there);
  expect(here).toEqual([{ a: 1, b: 2, c: null, first: 2, kept: 2 }]);
});

test('columns that a query calls by names of its own keep these', async () => {
  const sql = `CREATE TABLE item (a int, b int); ${rows} CREATE VIEW seen AS SELECT x.n FROM all_of() x(m, n);`;
  await using database = await arena.holding(sql);
  const { facts } = await readSchema(database.session);
  expect(facts.get('view:public.seen')?.definition.query).toMatch(/FROM public\.all_of\(\) x\(m, n\)$/);
});

test('a plan is refused that would have a view call other columns by its names than meant', async () => {
  const before = 'CREATE TABLE item (a int, b int);';
  const after =
    'CREATE TABLE item (c int, a int, b int); CREATE VIEW seen AS SELECT x.m FROM item x(l, m, n);';
  await expect(bring(before, after, 'SELECT 1')).rejects.toThrow(
    'public.seen renames the columns of public.item by their position, and their order will change',
  );
  const alike =
    'CREATE TABLE item (a int, b int, c int); CREATE VIEW seen AS SELECT x.m FROM item x(l, m, n);';
  expect((await bring(before, alike, 'SELECT 1')).left).toEqual([]);
});
