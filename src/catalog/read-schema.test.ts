import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Arena, type ArenaDatabase, openArena } from '../../test/judge/arena.ts';
import type { Schema } from '../model/schema.ts';
import { type ReadOptions, readSchema } from './read-schema.ts';

let arena: Arena;
beforeAll(async () => {
  arena = await openArena();
});
afterAll(async () => {
  await arena[Symbol.asyncDispose]();
});

async function holding(sql: string): Promise<ArenaDatabase> {
  const database = await arena.createDatabase();
  const { error } = await database.session.run(sql);
  if (error !== undefined) throw new Error(error.message);
  return database;
}

async function read(sql: string, options?: ReadOptions): Promise<Schema> {
  await using database = await holding(sql);
  return await readSchema(database.session, options);
}

const idsOf = ({ facts }: Schema) => [...facts.keys()];

test('an empty database holds its public schema and nothing else', async () => {
  const schema = await read('');
  expect(idsOf(schema)).toEqual(['schema:public']);
  expect(schema.notModelled).toEqual([]);
});

test('everything of a table is a fact of its own', async () => {
  const schema = await read(
    `CREATE TABLE t (id serial PRIMARY KEY, n int CHECK (n > 0)); CREATE INDEX ON t (n); COMMENT ON TABLE t IS 'x'`,
  );
  expect(idsOf(schema)).toEqual([
    'column:public.t.id',
    'column:public.t.n',
    'comment:table:public.t',
    'constraint:public.t.t_n_check',
    'constraint:public.t.t_pkey',
    'default:public.t.id',
    'index:public.t_n_idx',
    'schema:public',
    'sequence-owner:public.t_id_seq',
    'sequence:public.t_id_seq',
    'table:public.t',
  ]);
});

test('dependencies are told by id, also those that lead through a row type', async () => {
  const { facts } = await read(
    'CREATE TABLE t (id int); CREATE FUNCTION f(t) RETURNS int LANGUAGE sql RETURN 1',
  );
  expect(facts.get('function:public.f(public.t)')?.dependsOn).toContain('table:public.t');
});

test('what an extension brings is not told', async () => {
  const schema = await read('CREATE EXTENSION hstore; CREATE TABLE t (h hstore)');
  expect(idsOf(schema)).toEqual(['column:public.t.h', 'extension:hstore', 'schema:public', 'table:public.t']);
  expect(schema.facts.get('column:public.t.h')?.dependsOn).toContain('extension:hstore');
  expect(schema.notModelled).toEqual([]);
});

test('grants on what an extension brings are listed by what they are about', async () => {
  const schema = await read(
    'CREATE EXTENSION hstore; GRANT EXECUTE ON FUNCTION hstore_in(cstring) TO PUBLIC',
  );
  expect(schema.notModelled).toEqual([
    { type: 'privileges on function', identity: 'public.hstore_in(pg_catalog.cstring)' },
  ]);
});

test('schemas can be chosen and left out', async () => {
  const sql = 'CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (); CREATE TABLE b.t ()';
  expect(idsOf(await read(sql, { schemas: ['a'] }))).toEqual(['schema:a', 'table:a.t']);
  expect(idsOf(await read(sql, { exclude: ['a', 'public'] }))).toEqual(['schema:b', 'table:b.t']);
});

test('the session is left as it was', async () => {
  await using database = await holding('SET search_path = pg_catalog');
  await readSchema(database.session);
  const [row] = await database.session.query('SHOW search_path');
  expect(row).toEqual({ search_path: 'pg_catalog' });
});

test('privileges are told as the difference from what everybody is born with', async () => {
  const { facts } = await read(
    `CREATE TABLE t (id int); GRANT SELECT ON t TO PUBLIC; CREATE FUNCTION f() RETURNS int LANGUAGE sql RETURN 1;
     REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC`,
  );
  expect(facts.get('acl:table:public.t')?.definition).toMatchObject({ granted: ['PUBLIC SELECT'] });
  expect(facts.get('acl:function:public.f()')?.definition).toMatchObject({ revoked: ['PUBLIC EXECUTE'] });
});
