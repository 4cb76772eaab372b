import { expect, test } from 'vitest';
import { testArena } from '../../../test/judge/arena.ts';
import { readSchema } from '../../catalog/read-schema.ts';
import type { Schema } from '../../model/schema.ts';
import { notModelledBetween } from './not-modelled.ts';

const { holding } = testArena();

async function schemaOf(sql: string): Promise<Schema> {
  await using database = await holding(sql);
  return await readSchema(database.session);
}

const parent = 'CREATE TABLE p (a int, b int);';

test('a child that has columns of its own besides the inherited ones on both sides is no matter', async () => {
  const merged = await schemaOf(`${parent} CREATE TABLE c (a int) INHERITS (p)`);
  expect(notModelledBetween(await schemaOf(parent), merged)).toEqual([]);
  expect(notModelledBetween(merged, merged)).toEqual([]);
});

test('a column that a child would get or lose besides the inherited one is told of once', async () => {
  const inherited = await schemaOf(`${parent} CREATE TABLE c () INHERITS (p)`);
  const merged = await schemaOf(`${parent} CREATE TABLE c (a int) INHERITS (p)`);
  const told = [{ type: 'own copy of an inherited column', identity: 'public.c.a' }];
  expect(notModelledBetween(inherited, merged)).toEqual(told);
  expect(notModelledBetween(merged, inherited)).toEqual(told);
});

test('a NOT NULL that a child would get or lose besides the inherited one is told of once', async () => {
  const inherited = await schemaOf(
    `${parent} CREATE TABLE c () INHERITS (p); ALTER TABLE p ALTER a SET NOT NULL`,
  );
  const both = await schemaOf(
    `${parent} CREATE TABLE c (NOT NULL a) INHERITS (p); ALTER TABLE p ALTER a SET NOT NULL`,
  );
  const told = [{ type: 'own copy of an inherited NOT NULL', identity: 'public.c.a' }];
  expect(notModelledBetween(inherited, both)).toEqual(told);
  expect(notModelledBetween(both, inherited)).toEqual(told);
});

test('a column of its own that a child is to have by its parent alone is told of, that of a partition is not', async () => {
  const own = await schemaOf('CREATE TABLE p (b int); CREATE TABLE c (a int) INHERITS (p)');
  const inherited = await schemaOf('CREATE TABLE p (a int, b int); CREATE TABLE c () INHERITS (p)');
  const told = [{ type: 'own copy of an inherited column', identity: 'public.c.a' }];
  expect(notModelledBetween(own, inherited)).toEqual(told);
  const apart = await schemaOf('CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE c (a int)');
  const joined = await schemaOf(
    'CREATE TABLE p (a int) PARTITION BY LIST (a); CREATE TABLE c PARTITION OF p FOR VALUES IN (1)',
  );
  expect(notModelledBetween(apart, joined)).toEqual([]);
});

test('what a plan has led to is told of as it is, whatever it was before', async () => {
  const apart = await schemaOf(`${parent} CREATE TABLE c (a int, b int)`);
  const joined = await schemaOf(`${parent} CREATE TABLE c (a int, b int); ALTER TABLE c INHERIT p`);
  const child = await schemaOf(`${parent} CREATE TABLE c () INHERITS (p)`);
  expect(notModelledBetween(apart, child, child)).toEqual([]);
  expect(notModelledBetween(child, child, joined)).toEqual([
    { type: 'own copy of an inherited column', identity: 'public.c.a' },
    { type: 'own copy of an inherited column', identity: 'public.c.b' },
  ]);
});

test('parents in another order are told of, whatever parents there were before', async () => {
  const two = `${parent} CREATE TABLE q (c int); CREATE TABLE c () INHERITS`;
  const one = await schemaOf(`${two} (p, q)`);
  const other = await schemaOf(`${two} (q, p)`);
  const once = await schemaOf(`${two} (q, p); ALTER TABLE c NO INHERIT q; ALTER TABLE c INHERIT q`);
  expect(notModelledBetween(one, other)).toContainEqual({ type: 'order of parents', identity: 'public.c' });
  const orders = notModelledBetween(one, once).filter(({ type }) => type === 'order of parents');
  expect(orders).toEqual([]);
});

test('an inherited check that has been validated apart from its parent is told of', async () => {
  const both =
    'CREATE TABLE p (a int); CREATE TABLE c () INHERITS (p); ALTER TABLE p ADD CONSTRAINT k CHECK (a > 0) NOT VALID;';
  const apart = await schemaOf(`${both} ALTER TABLE c VALIDATE CONSTRAINT k`);
  const told = [{ type: 'validity of an inherited check', identity: 'public.c.k' }];
  expect(notModelledBetween(await schemaOf(both), apart)).toEqual(told);
});

test('in which order a query reads the columns of a function is told, since every dump shows it', async () => {
  const seen = `CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';
    CREATE VIEW v AS SELECT x.a FROM f() x;`;
  const one = await schemaOf(`CREATE TABLE t (a int, b int); ${seen}`);
  const other = await schemaOf(`CREATE TABLE t (b int, a int); ${seen}`);
  const told = [{ type: "order of a function's columns in", identity: 'view public.v' }];
  expect(notModelledBetween(one, other)).toEqual(told);
  expect(notModelledBetween(one, one)).toEqual([]);
});

test('what reads alike and means something else is told of: columns renamed by position, and another overload', async () => {
  const make = (table: string, f: string) =>
    schemaOf(`CREATE FUNCTION f(anyelement) RETURNS int LANGUAGE sql AS 'SELECT 1'; ${f}
      CREATE TABLE ${table}; CREATE VIEW v AS SELECT x.p, x.q FROM t AS x(p, q);
      CREATE TABLE u (a int, CHECK (f(a) > 0))`);
  const better = "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 2';";
  const [born, other] = [await make('t (a int, b int)', ''), await make('t (b int, a int)', better)];
  expect(notModelledBetween(born, born)).toEqual([]);
  expect(notModelledBetween(born, other)).toEqual([
    { type: 'order of columns renamed by position in', identity: 'view public.v' },
    { type: 'overload called in', identity: 'constraint public.u.u_a_check' },
  ]);
});
