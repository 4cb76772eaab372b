import { expect, test } from 'vitest';
import { testArena } from '../../test/judge/arena.ts';
import { openSession } from '../db/session.ts';
import type { Schema } from '../model/schema.ts';
import { type ReadOptions, readSchema } from './read-schema.ts';

const { holding } = testArena();

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

test('a reading whose connection goes tells what ended it', async () => {
  await using database = await holding('');
  const { stream: _, ...address } = database.address;
  await using session = await openSession(address);
  const [me] = await session.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const reading = readSchema({
    query: session.query,
    ask: (questions) =>
      session.ask([{ text: `SELECT pg_terminate_backend(${me?.pid})`, row: () => {} }, ...questions]),
  });
  await expect(reading).rejects.toMatchObject({ code: '57P01' });
});

test('passwords to connect with are never told, and all else of a connection is', async () => {
  const { facts } = await read(`
    CREATE EXTENSION postgres_fdw; CREATE SERVER shop FOREIGN DATA WRAPPER postgres_fdw;
    CREATE USER MAPPING FOR PUBLIC SERVER shop OPTIONS (user 'reader', password 'hidden', password_required 'false');
    CREATE SUBSCRIPTION feed CONNECTION 'host=shop user=reader password=hidden' PUBLICATION p WITH (connect = false)`);
  expect(JSON.stringify([...facts.values()])).not.toContain('hidden');
  expect(facts.get('user-mapping:FOR PUBLIC SERVER shop')?.definition).toEqual({
    options: ['password=***', 'password_required=false', 'user=reader'],
  });
  expect(facts.get('subscription:feed')?.definition.connection).toBe('host=shop user=reader password=***');
});

test('a policy for a role that is not there is refused, and never read as one for everybody', async () => {
  const policy = read(`CREATE TABLE t (); CREATE POLICY p ON t TO CURRENT_USER;
    SET allow_system_table_mods = on; UPDATE pg_policy SET polroles = '{99999}'; RESET allow_system_table_mods`);
  await expect(policy).rejects.toThrow('the policy public.t.p is for a role that is not there (oid 99999)');
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

test("what belongs to a table of an extension is not told, and its comments are not taken for the extension's", async () => {
  const schema = await read(`
    CREATE EXTENSION hstore; COMMENT ON EXTENSION hstore IS 'x';
    CREATE TABLE t (id serial PRIMARY KEY, n int DEFAULT 4 CHECK (n > 0), up int REFERENCES t, s int GENERATED ALWAYS AS (n) STORED);
    CREATE INDEX ON t ((n + 1)); ALTER EXTENSION hstore ADD TABLE t; ALTER EXTENSION hstore ADD SEQUENCE t_id_seq;
    COMMENT ON CONSTRAINT t_n_check ON t IS 'y'; CREATE VIEW v AS SELECT n FROM t`);
  expect(idsOf(schema)).toEqual([
    'comment:extension:hstore',
    'extension:hstore',
    'schema:public',
    'view:public.v',
  ]);
  expect(schema.facts.get('view:public.v')?.dependsOn).toContain('extension:hstore');
  expect(schema.facts.get('comment:extension:hstore')?.definition).toEqual({ text: 'x' });
  expect(schema.notModelled).toEqual([]);
});

test.each([
  ['privileges on schema', 'pg_catalog', 'REVOKE USAGE ON SCHEMA pg_catalog FROM PUBLIC'],
  ['privileges on type', 'json', 'REVOKE USAGE ON TYPE json FROM PUBLIC'],
  ['privileges on language', 'sql', 'REVOKE USAGE ON LANGUAGE sql FROM PUBLIC'],
  ['privileges on view', 'pg_catalog.pg_stats', 'REVOKE SELECT ON pg_stats FROM PUBLIC'],
  ['privileges on type', 'public.t', 'CREATE TABLE t (); REVOKE USAGE ON TYPE t FROM PUBLIC'],
  [
    'privileges on function',
    'public.r(pg_catalog.text,pg_catalog.text)',
    'CREATE TYPE r AS RANGE (subtype = text); REVOKE EXECUTE ON FUNCTION r(text, text) FROM PUBLIC',
  ],
  ['comment on type', 'public.e[]', `CREATE TYPE e AS ENUM (); COMMENT ON TYPE _e IS 'x'`],
  [
    'comment on rule',
    '"_RETURN" on public.v',
    `CREATE VIEW v AS SELECT 1; COMMENT ON RULE "_RETURN" ON v IS 'x'`,
  ],
  [
    'switched triggers of table constraint',
    't_up_fkey on public.t',
    'CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t); ALTER TABLE t DISABLE TRIGGER ALL',
  ],
  [
    'validity of table constraint',
    'k on public.p1',
    `CREATE TABLE t (id int PRIMARY KEY); CREATE TABLE p (id int) PARTITION BY LIST (id);
     CREATE TABLE p1 PARTITION OF p DEFAULT; ALTER TABLE p ADD CONSTRAINT k FOREIGN KEY (id) REFERENCES t NOT VALID;
     ALTER TABLE p1 VALIDATE CONSTRAINT k`,
  ],
])('no fact describes %s %s, and so it is listed', async (type, identity, sql) => {
  expect((await read(sql)).notModelled).toEqual([{ type, identity }]);
});

test('what a session has for itself is neither told nor listed', async () => {
  const schema = await read(
    `CREATE TEMP TABLE t (id int, note text); CREATE TEMP VIEW v AS SELECT id FROM t; CREATE RULE r AS ON DELETE TO t DO INSTEAD NOTHING`,
  );
  expect(idsOf(schema)).toEqual(['schema:public']);
  expect(schema.notModelled).toEqual([]);
});

test('schemas can be chosen and left out', async () => {
  const sql = 'CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (); CREATE TABLE b.t ()';
  expect(idsOf(await read(sql, { schemas: ['a'] }))).toEqual(['schema:a', 'table:a.t']);
  expect(idsOf(await read(sql, { exclude: ['a', 'public'] }))).toEqual(['schema:b', 'table:b.t']);
});

test('the schema that was public once is read with all that is in it', async () => {
  const { facts } = await read(
    'ALTER SCHEMA public RENAME TO app; CREATE TABLE app.t (); CREATE SCHEMA public; CREATE TABLE t ()',
  );
  expect([...facts.keys()]).toEqual([
    'acl:schema:app',
    'comment:schema:app',
    'schema:app',
    'schema:public',
    'table:app.t',
    'table:public.t',
  ]);
});

test('an object has one security label of each provider', async () => {
  // No provider comes with the server.
  const label = (provider: string) => `('t'::regclass, 'pg_class'::regclass, 1, '${provider}', 'masked')`;
  const { facts } = await read(`CREATE TABLE t (a int); SET allow_system_table_mods = on;
    INSERT INTO pg_seclabel VALUES ${label('anon')}, ${label('Research')}`);
  expect([...facts.keys()].filter((id) => id.startsWith('security-label:'))).toEqual([
    'security-label:column:public.t.a FOR "Research"',
    'security-label:column:public.t.a FOR anon',
  ]);
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

test('names of roles that hold slashes and equals signs are read out of privileges', async () => {
  const { facts } = await read(`
    CREATE ROLE "svc/deploy"; CREATE ROLE "a=r/b"; CREATE TABLE t (id int);
    GRANT SELECT ON t TO "svc/deploy" WITH GRANT OPTION; GRANT USAGE, CREATE ON SCHEMA public TO "svc/deploy";
    SET ROLE "svc/deploy"; GRANT SELECT ON t TO "a=r/b"; RESET ROLE`);
  expect(facts.get('acl:table:public.t')?.definition.granted).toEqual([
    '"a=r/b" SELECT BY "svc/deploy"',
    '"svc/deploy" SELECT*',
  ]);
});

test('indexes whose text we write ourselves read as PostgreSQL writes them', async () => {
  await using database = await holding(`
    CREATE TYPE mood AS ENUM ('low', 'high'); CREATE DOMAIN tag AS text; CREATE EXTENSION citext;
    CREATE TABLE t (id int, "Na me" text, code varchar(9), c text COLLATE "C", m mood, d tag, b bit(3), a int[], i citext, n name,
      "user" char(4), r int4range);
    CREATE INDEX a01 ON t (id, "Na me" DESC, code NULLS FIRST, "user" DESC NULLS LAST, id DESC NULLS FIRST);
    CREATE UNIQUE INDEX a02 ON t (id) NULLS NOT DISTINCT; CREATE INDEX a03 ON t (id) INCLUDE (code);
    CREATE INDEX a04 ON t ("Na me" text_pattern_ops); CREATE INDEX a05 ON t (code varchar_pattern_ops, c);
    CREATE INDEX a06 ON t (c COLLATE "default"); CREATE INDEX a07 ON t ("Na me" COLLATE "C"); CREATE INDEX a08 ON t (m, d, a);
    CREATE INDEX a09 ON t (b varbit_ops); CREATE INDEX a10 ON t (b); CREATE INDEX a11 ON t (i, n); CREATE INDEX a12 ON t (lower(c), id);
    CREATE INDEX a13 ON t (id) WHERE id > 3; CREATE INDEX a14 ON t (id) WITH (fillfactor = 70); CREATE INDEX a15 ON t USING gist (r);
    CREATE INDEX a16 ON t USING hash (id);
    CREATE INDEX a19 ON t (id oid_ops); CREATE INDEX "a USING b" ON t (id);
    CREATE MATERIALIZED VIEW v AS SELECT id, c FROM t; CREATE INDEX a20 ON v (c, id);
    CREATE TABLE z (e mood[], s text[], n name[], c text[] COLLATE "C", r int4multirange, u mood);
    CREATE INDEX a22 ON z (e, s, n, c, r); CREATE INDEX a23 ON z (s COLLATE "C"); CREATE INDEX a24 ON z (n COLLATE "default");
    CREATE OPERATOR CLASS mood_ops DEFAULT FOR TYPE mood USING btree AS FUNCTION 1 (mood, mood) enum_cmp(anyenum, anyenum);
    CREATE INDEX a25 ON z (u mood_ops); CREATE INDEX a26 ON z (u enum_ops);
    CREATE TABLE w (id int) PARTITION BY RANGE (id); CREATE INDEX a21 ON w (id DESC)`);
  const written = await database.session.query<{ id: string; method: string }>(`
    SELECT 'index:public.' || quote_ident(c.relname) AS id, pg_get_indexdef(c.oid) AS method
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indexrelid >= 16384 AND c.relnamespace <> 99`);
  const { facts } = await readSchema(database.session);
  expect(written).toHaveLength(25);
  for (const { id, method } of written) {
    const read = facts.get(id as Parameters<typeof facts.get>[0])?.definition.method;
    expect([id, method.endsWith(` USING ${read}`) ? 'as written' : read]).toEqual([id, 'as written']);
  }
});

test('keys whose text we write ourselves read as PostgreSQL writes them', async () => {
  await using database = await holding(`
    CREATE SCHEMA "My schema"; CREATE TYPE mood AS ENUM ('low');
    CREATE TABLE a (id int, "Na me" text, "user" mood, c char(3), PRIMARY KEY ("user", id), UNIQUE ("Na me"),
      UNIQUE (id) INCLUDE (c), UNIQUE NULLS NOT DISTINCT (c), UNIQUE (c, id) DEFERRABLE INITIALLY DEFERRED,
      UNIQUE (id, "Na me") WITH (fillfactor = 70));
    CREATE TABLE "My schema"."T able" (id int UNIQUE, m mood, n text, x int REFERENCES "My schema"."T able" (id),
      FOREIGN KEY (m, id) REFERENCES a, FOREIGN KEY (n) REFERENCES a ("Na me") ON DELETE CASCADE ON UPDATE SET NULL,
      FOREIGN KEY (n) REFERENCES a ("Na me") ON UPDATE RESTRICT, FOREIGN KEY (n) REFERENCES a ("Na me") ON DELETE SET DEFAULT NOT VALID,
      FOREIGN KEY (m, id) REFERENCES a MATCH FULL, FOREIGN KEY (m, id) REFERENCES a ON DELETE SET NULL (id),
      FOREIGN KEY (n) REFERENCES a ("Na me") DEFERRABLE, FOREIGN KEY (n) REFERENCES a ("Na me") NOT ENFORCED);
    CREATE TABLE b (at int4range, id int4range, PRIMARY KEY (id, at WITHOUT OVERLAPS));
    CREATE TABLE c (at int4range, id int4range, FOREIGN KEY (id, PERIOD at) REFERENCES b);
    CREATE TABLE p (id int PRIMARY KEY) PARTITION BY RANGE (id); CREATE TABLE q (id int REFERENCES p)`);
  await database.session.query(`SET search_path = ''`);
  const written = await database.session.query<{ id: string; text: string }>(`
    SELECT 'constraint:' || k.conrelid::regclass || '.' || quote_ident(k.conname) AS id, pg_get_constraintdef(k.oid) AS text
    FROM pg_constraint k WHERE k.conrelid >= 16384 AND k.contype <> 'n' AND k.conparentid = 0`);
  const { facts } = await readSchema(database.session);
  expect(written).toHaveLength(20);
  for (const { id, text } of written) {
    const read = facts.get(id as Parameters<typeof facts.get>[0])?.definition.definition;
    expect([id, read]).toEqual([id, text.replace(/ NOT VALID$/, '')]);
  }
});

test('of a role its comment is told where roles are asked for, and no end of validity that is none', async () => {
  const sql = `CREATE ROLE told VALID UNTIL 'infinity'; COMMENT ON ROLE told IS 'x'`;
  const { facts } = await read(sql, { roles: true });
  expect(facts.get('role:told')?.definition).toEqual({});
  expect(facts.get('comment:role:told')?.definition).toEqual({ text: 'x' });
  expect(idsOf(await read(''))).toEqual(['schema:public']);
});

test('what a role has set for one database alone is listed where roles are asked for', async () => {
  const sql = `CREATE ROLE local; DO $$ BEGIN EXECUTE format(
    'ALTER ROLE local IN DATABASE %I SET work_mem = 64', current_database()); END $$`;
  expect((await read(sql, { roles: true })).notModelled).toEqual([
    { type: 'settings for this database of role', identity: 'local' },
  ]);
  expect((await read('')).notModelled).toEqual([]);
});
