import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../engine/engine.ts';
import { openEngine } from '../engine/open.ts';
import { StrataError } from '../model/errors.ts';
import { type LoadOutcome, loadSql } from './load.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
});

/** The relations that scripts leave behind, by name. */
async function relationsOf(...scripts: readonly string[]): Promise<readonly string[]> {
  const database = await engine.createDatabase();
  const files = scripts.map((text, i) => ({ name: `${i + 1}.sql`, text }));
  await loadSql(database, 'owner', files);
  await using session = await database.connect('superuser');
  const rows = await session.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relkind IN ('r', 'v') AND oid >= 16384 ORDER BY 1`,
  );
  await session.close();
  await database.drop();
  return rows.map(({ name }) => name);
}

async function complaintAbout(...scripts: readonly string[]): Promise<unknown> {
  const error = await relationsOf(...scripts).catch((caught: unknown) => caught);
  return error instanceof StrataError ? `${error.message} ${JSON.stringify(error.where)}` : error;
}

test('a script runs in its own transactions, and what it rolls back is not there', async () => {
  const script = `
    begin;
    create temp table scratch (a int) on commit drop;
    insert into scratch values (1);
    create table kept as select a from scratch;
    lock table kept;
    savepoint here;
    create table undone (a int);
    rollback to here;
    commit;
    begin; create table gone (a int); rollback;`;
  expect(await relationsOf(script)).toEqual(['public.kept']);
});

test('a block that cannot be committed is named by its end', async () => {
  const block = `BEGIN; CREATE TABLE a (id int PRIMARY KEY);
    CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED); INSERT INTO b VALUES (1);`;
  const refused = /^insert or update on table "b" violates foreign key .* \{"file":"1.sql","line":(\d)/;
  expect(await complaintAbout(`${block}\nCOMMIT;`)).toMatch(refused);
  expect(await complaintAbout(block)).toMatch(refused);
});

test('what names something that comes later waits for it, in or out of a transaction', async () => {
  const script = `
    begin; create view v as select a from t; create table u (t int references t (a)); commit;
    create table t (a int primary key);`;
  expect(await relationsOf(script)).toEqual(['public.t', 'public.u', 'public.v']);
});

test('files in just the wrong order are not run over and over', async () => {
  const views = Array.from({ length: 20 }, (_, i) => {
    const sql = `CREATE VIEW v${i} AS SELECT a FROM v${i + 1}`;
    return `DO $$ BEGIN PERFORM nextval('tries'); EXECUTE '${sql}'; END $$`;
  });
  const [made] = await relationsOf(
    'CREATE SEQUENCE tries',
    ...views,
    'CREATE TABLE v20 (a int)',
    `DO $$ BEGIN PERFORM FROM v0; EXECUTE format('CREATE TABLE after_%s ()', nextval('tries')); END $$`,
  );
  // Each in its order, once more as they stand, and once behind what it needs; by and by it would be 230 times.
  expect(Number(made?.split('_')[1])).toBeLessThan(80);
});

test('what waits looks for names where it would have found them', async () => {
  const first = 'create schema s; set search_path = s; create view v as select a from t; reset search_path;';
  expect(await relationsOf(first, 'create table s.t (a int);')).toEqual(['s.t', 's.v']);
});

test('nothing of a rolled back block waits', async () => {
  expect(
    await relationsOf('begin; create view v as select a from t; rollback; create table t (a int);'),
  ).toEqual(['public.t']);
});

test('what a well-known extension brings is told of where it is missing', async () => {
  const hintOf = async (script: string) =>
    ((await relationsOf(script).catch((caught: unknown) => caught)) as StrataError).hint;
  expect(await hintOf('create table t (id uuid default uuid_generate_v4());')).toContain(
    'CREATE EXTENSION "uuid-ossp";',
  );
  expect(await hintOf('create table t (name public.citext);')).toContain('CREATE EXTENSION citext;');
  expect(await hintOf('create table t (a text); create index on t using gin (a gin_trgm_ops);')).toContain(
    'CREATE EXTENSION pg_trgm;',
  );
  expect(await hintOf('create table t (a nowhere);')).toBe(
    'The file must load into an empty database as it stands.',
  );
});

test('commands of psql are passed over', async () => {
  const script = `\\set ON_ERROR_STOP on\n\\echo 'create'\nselect 1 as one \\gset\ncreate table t (a int);`;
  expect(await relationsOf(script)).toEqual(['public.t']);
});

test.each([
  [
    'a file',
    'create table t (a int);\n\\i more.sql\n',
    '\\i is a command of psql, not SQL {"file":"1.sql","line":2,"column":1}',
  ],
  [
    'statements from a query',
    "select 'create table t (a int)' \\gexec\n",
    '\\gexec is a command of psql, not SQL {"file":"1.sql","line":1,"column":33}',
  ],
])('a command of psql that stands for %s is refused', async (_, script, complaint) => {
  expect(await complaintAbout(script)).toBe(complaint);
});

test('a statement that fails is named by file, line and reason', async () => {
  expect(await complaintAbout('create table t (a int);', 'create table u (\n  a int,\n  b missing\n);')).toBe(
    'type "missing" does not exist (42704) {"file":"2.sql","line":3,"column":5}',
  );
});

test('a row of COPY that is refused is named by its own line', async () => {
  expect(await complaintAbout('create table t (a int);\ncopy t (a) from stdin;\n1\ntwo\n\\.\n')).toBe(
    'invalid input syntax for type integer: "two" (22P02) {"file":"1.sql","line":4,"column":1}',
  );
});

/** What a script leaves of the kinds that only superusers make, and whether its role is an ordinary one all the same. */
async function reservedObjects(script: string): Promise<unknown> {
  const database = await engine.createDatabase();
  const { notes } = await loadSql(database, 'owner', [{ name: 'a.sql', text: script }]);
  await using session = await database.connect('superuser');
  const rows = await session.query<{ name: string }>(
    `SELECT 'event trigger ' || evtname AS name FROM pg_event_trigger
      UNION ALL SELECT 'wrapper ' || fdwname FROM pg_foreign_data_wrapper
      UNION ALL SELECT 'family ' || opfname FROM pg_opfamily WHERE oid >= 16384
      UNION ALL SELECT 'type ' || typname FROM pg_type WHERE oid >= 16384 AND typtype = 'b' AND typcategory = 'U' AND typelem = 0
      UNION ALL SELECT 'mine of ' || tableowner FROM pg_tables WHERE tablename = 'mine'
      UNION ALL SELECT 'publication ' || pubname FROM pg_publication
      UNION ALL SELECT 'superuser ' || rolname FROM pg_roles WHERE rolname = 'postgres' AND rolsuper
      UNION ALL SELECT 'role ' || rolname FROM pg_roles WHERE rolname ~ '^load_'
      ORDER BY 1`,
  );
  await session.run('DROP PUBLICATION IF EXISTS everything');
  await session.close();
  await database.drop();
  await using admin = await engine.main.connect('superuser');
  for (const { name } of rows.filter((row) => row.name.startsWith('role '))) await admin.run(`DROP ${name}`);
  return [...rows.map(({ name }) => name), ...notes];
}

test("what only superusers may make, and does no more than be made, is made on the role's behalf", async () => {
  const script = `
    CREATE FUNCTION noted() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN CREATE ROLE load_escaped SUPERUSER; END $$;
    CREATE EVENT TRIGGER noted ON ddl_command_end WHEN TAG IN ('CREATE FOREIGN DATA WRAPPER') EXECUTE FUNCTION noted();
    CREATE FOREIGN DATA WRAPPER far;
    CREATE OPERATOR FAMILY odd USING btree;
    CREATE TYPE oval;
    CREATE FUNCTION oval_in(cstring) RETURNS oval LANGUAGE internal IMMUTABLE STRICT AS 'textin';
    CREATE FUNCTION oval_out(oval) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
    CREATE TYPE oval (INPUT = oval_in, OUTPUT = oval_out, LIKE = text);
    BEGIN;
    CREATE PUBLICATION everything FOR ALL TABLES;
    COMMIT;
    CREATE CAST (text AS oval) WITHOUT FUNCTION;
    CREATE TYPE flag;
    CREATE FUNCTION flag_in(cstring) RETURNS flag LANGUAGE internal IMMUTABLE STRICT AS 'boolin';
    CREATE FUNCTION flag_out(flag) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'boolout';
    CREATE TYPE flag (INPUT = flag_in, OUTPUT = flag_out);
    CREATE FUNCTION day(integer) RETURNS date LANGUAGE sql AS 'SELECT current_date - $1';
    ALTER FUNCTION day(integer) LEAKPROOF;
    CREATE CAST (integer AS date) WITH FUNCTION day(integer) AS ASSIGNMENT;
    CREATE AGGREGATE mean(numeric) (SFUNC = numeric_avg_accum, STYPE = internal, FINALFUNC = numeric_avg);
    CREATE OPERATOR CLASS places FOR TYPE box USING gist AS OPERATOR 1 <<,
      FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
      FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal),
      FUNCTION 7 gist_box_same(box, box, internal);
    CREATE OPERATOR CLASS numbers FOR TYPE int8 USING btree AS OPERATOR 1 <, OPERATOR 3 =, FUNCTION 1 btint8cmp(int8, int8);
    CREATE FUNCTION compare(oval, oval) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 0';
    CREATE OPERATOR CLASS ovals FOR TYPE oval USING btree AS FUNCTION 1 compare(oval, oval);
    CREATE TEXT SEARCH TEMPLATE plain (INIT = dsimple_init, LEXIZE = dsimple_lexize);
    ALTER FOREIGN DATA WRAPPER far OWNER TO load_keeper;
    CREATE TYPE hours AS RANGE (SUBTYPE = time);
    ALTER FUNCTION public.hours(time, time) RENAME TO hours_between;
    CREATE EXTENSION fuzzystrmatch;
    CREATE SCHEMA apart;
    ALTER EXTENSION fuzzystrmatch SET SCHEMA apart;`;
  expect(await reservedObjects(script)).toEqual([
    'event trigger noted',
    'family numbers',
    'family odd',
    'family ovals',
    'family places',
    'publication everything',
    'role load_keeper',
    'type flag',
    'type oval',
    'wrapper far',
    'made for this comparison, since it belongs to servers: role load_keeper',
  ]);
});

test("what could reach files, programs or the server's memory stays refused", async () => {
  const refused = [
    `COPY (SELECT 1) TO PROGRAM 'true'`,
    `BEGIN; CREATE PUBLICATION everything FOR ALL TABLES; COPY (SELECT 1) TO PROGRAM 'true'; COMMIT`,
    `BEGIN; CREATE PUBLICATION everything FOR TABLES IN SCHEMA missing; COPY (SELECT 1) TO PROGRAM 'true'; COMMIT`,
    `CREATE FUNCTION peek(text) RETURNS text LANGUAGE internal AS 'pg_read_file_all'`,
    `CREATE FUNCTION load_c() RETURNS int LANGUAGE c AS 'plpgsql', 'x'`,
    `CREATE FUNCTION check_it(text[], oid) RETURNS void LANGUAGE plpgsql AS $$ BEGIN END $$;
     CREATE FOREIGN DATA WRAPPER far VALIDATOR check_it OPTIONS (a 'b')`,
    `CREATE SUBSCRIPTION s CONNECTION 'host=127.0.0.1' PUBLICATION p`,
    `DO $$ BEGIN CREATE ROLE load_boss SUPERUSER; END $$`,
    `GRANT EXECUTE ON FUNCTION pg_read_file(text) TO CURRENT_USER; SELECT pg_read_file('PG_VERSION')`,
    `GRANT USAGE ON LANGUAGE c TO CURRENT_USER; CREATE FUNCTION load_c() RETURNS int LANGUAGE c AS 'plpgsql', 'x'`,
    `CREATE FUNCTION act() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'; ALTER FUNCTION act() OWNER TO strata_superuser`,
    `CREATE FUNCTION act() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'; ALTER FUNCTION act() OWNER TO pg_execute_server_program`,
    `CREATE MATERIALIZED VIEW m AS SELECT 1 AS a; ALTER TABLE m OWNER TO strata_superuser`,
    `CREATE FUNCTION act() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION act() SET SCHEMA pg_catalog`,
    `CREATE FUNCTION same(name, text) RETURNS bool LANGUAGE sql AS 'SELECT true';
     CREATE OPERATOR pg_catalog.=== (PROCEDURE = same, LEFTARG = name, RIGHTARG = text)`,
    `ALTER FUNCTION pg_catalog.query_to_xml(text, boolean, boolean, text) SECURITY DEFINER`,
    `CREATE FUNCTION say(oid) RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$; CREATE CAST (oid AS text) WITH FUNCTION say(oid) AS ASSIGNMENT`,
    `CREATE FUNCTION own(text) RETURNS uuid LANGUAGE sql AS $$ SELECT NULL::uuid $$; CREATE CAST (text AS uuid) WITH FUNCTION own(text)`,
    `ALTER OPERATOR FAMILY integer_ops USING btree DROP OPERATOR 1 (int4, int8)`,
    `CREATE EXTENSION fuzzystrmatch; ALTER FUNCTION public.soundex(text) RENAME TO sound`,
  ];
  for (const script of refused) {
    expect(await complaintAbout(script), script).toMatch(
      /permission denied|superuser|not allowed|Only roles|must be (owner|able)/i,
    );
  }
  expect(await reservedObjects('SELECT 1')).toEqual([]);
});

test("functions of the server's own are not called under types that they do not expect", async () => {
  const reserved = /permission denied|superuser|must be owner|cannot be internal/i;
  const type = (input: string, output: string, like: string) => `CREATE TYPE odd;
    CREATE FUNCTION odd_in(cstring) RETURNS odd LANGUAGE internal IMMUTABLE STRICT AS '${input}';
    CREATE FUNCTION odd_out(odd) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS '${output}';
    CREATE TYPE odd (INPUT = odd_in, OUTPUT = odd_out, LIKE = ${like});`;
  const refused = [
    `CREATE FUNCTION peek(int8) RETURNS cstring LANGUAGE internal STRICT AS 'textout'`,
    `CREATE FUNCTION lenient(text) RETURNS cstring LANGUAGE internal AS 'textout'`,
    `CREATE DOMAIN d AS int8; CREATE FUNCTION peek(d) RETURNS cstring LANGUAGE internal STRICT AS 'textout'`,
    type('int8in', 'textout', 'int8'),
    type('int8in', 'int8out', 'text'),
    type('textin', 'textout', 'int8'),
    type('jsonb_in', 'jsonb_out', 'jsonb'),
    `${type('textin', 'textout', 'text')} CREATE CAST (odd AS jsonb) WITHOUT FUNCTION`,
    `CREATE CAST (text AS jsonb) WITHOUT FUNCTION`,
    `CREATE AGGREGATE odd(text, text) (SFUNC = string_agg_transfn, STYPE = internal, FINALFUNC = numeric_avg)`,
    `CREATE AGGREGATE odd(text, text) (SFUNC = string_agg_transfn, STYPE = internal, FINALFUNC = string_agg_finalfn, 
       SERIALFUNC = numeric_serialize, DESERIALFUNC = numeric_deserialize, COMBINEFUNC = string_agg_combine)`,
    `CREATE TEXT SEARCH TEMPLATE odd (INIT = dsimple_init, LEXIZE = dispell_lexize)`,
    `CREATE OPERATOR CLASS odd FOR TYPE int8 USING gist AS FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal)`,
    `CREATE OPERATOR CLASS odd FOR TYPE int8 USING btree AS FUNCTION 1 (int8, int8) bttextcmp(text, text)`,
    `CREATE OPERATOR FAMILY odd USING btree; ALTER OPERATOR FAMILY public.odd USING btree ADD FUNCTION 1 (int8, int8) bttextcmp(text, text)`,
    `CREATE OPERATOR CLASS odd FOR TYPE jsonb USING gin AS STORAGE text, FUNCTION 1 gin_compare_jsonb(text, text),
       FUNCTION 2 gin_extract_jsonb_path(jsonb, internal, internal), FUNCTION 3 gin_extract_jsonb_query_path(jsonb, internal, int2, internal, internal, internal, internal)`,
    `CREATE FUNCTION odd(int8, int4) RETURNS text LANGUAGE sql AS 'SELECT 1::text' SUPPORT numeric_support`,
  ];
  for (const script of refused) {
    expect(await complaintAbout(script), script).toMatch(reserved);
    expect(await complaintAbout(`BEGIN; ${script}; COMMIT;`), script).toMatch(reserved);
  }
});

test('roles and tablespaces that a file names are made, and told of', async () => {
  const script = `
    CREATE TABLE t (a int);
    ALTER TABLE t OWNER TO load_owner;
    BEGIN; GRANT SELECT ON t TO load_reader, load_writer WITH GRANT OPTION; COMMIT;
    SET SESSION AUTHORIZATION load_reader;
    GRANT SELECT ON t TO load_writer;
    SET ROLE load_worker;
    RESET SESSION AUTHORIZATION;
    RESET ROLE;
    CREATE TABLE mine (a int);
    CREATE POLICY p ON t TO load_reader USING (true);
    CREATE TABLE u (a int) TABLESPACE load_disk;
    ALTER ROLE load_reader SET work_mem = '1MB';`;
  expect(await reservedObjects(script)).toEqual([
    'mine of postgres',
    'role load_owner',
    'role load_reader',
    'role load_worker',
    'role load_writer',
    'made for this comparison, since it belongs to servers: role load_owner, role load_reader, role load_worker, role load_writer, tablespace load_disk',
  ]);
});

/** What is told of a script, which has to load. */
async function toldOf(script: string): Promise<LoadOutcome> {
  const database = await engine.createDatabase();
  const outcome = await loadSql(database, 'owner', [{ name: 'a.sql', text: script }]);
  await database.drop();
  return outcome;
}

async function notesOf(script: string): Promise<readonly string[]> {
  return (await toldOf(script)).notes;
}

test('a dump may make again what every database has', async () => {
  const script = `
    CREATE SCHEMA public;
    ALTER SCHEMA public OWNER TO pg_database_owner;
    COMMENT ON SCHEMA public IS 'standard public schema';
    CREATE PROCEDURAL LANGUAGE plpgsql;
    CREATE EXTENSION plpgsql WITH SCHEMA pg_catalog;
    COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';
    BEGIN; CREATE SCHEMA public; CREATE TABLE t (a int); COMMIT;`;
  expect(await notesOf(script)).toEqual([]);
  expect(await relationsOf(script)).toEqual(['public.t']);
});

test('what a file makes twice itself is an error', async () => {
  expect(await complaintAbout('CREATE SCHEMA s; CREATE SCHEMA s;')).toContain('schema "s" already exists');
  expect(await complaintAbout('CREATE SCHEMA public CREATE TABLE lost (a int);')).toContain('already exists');
});

test('what a dump says of databases, tablespaces and the attributes of roles is left out, and told of', async () => {
  const script = `
    DROP DATABASE IF EXISTS shop;
    CREATE DATABASE shop WITH TEMPLATE = template0 ENCODING = 'UTF8' LOCALE = 'no_WHERE.UTF-8';
    ALTER DATABASE shop OWNER TO load_keeper;
    \\connect shop
    ALTER DATABASE shop SET search_path TO 'app';
    COMMENT ON DATABASE shop IS 'all of it';
    GRANT CONNECT, TEMPORARY ON DATABASE shop TO load_keeper;
    GRANT CREATE ON TABLESPACE pg_default TO load_keeper;
    GRANT ALTER SYSTEM ON PARAMETER wal_level TO load_keeper;
    CREATE TABLESPACE fast LOCATION '/fast';
    CREATE ROLE postgres;
    ALTER ROLE postgres WITH SUPERUSER INHERIT LOGIN BYPASSRLS;
    ALTER SYSTEM SET wal_level = 'logical';
    CHECKPOINT;
    CREATE ROLE load_boss SUPERUSER;
    CREATE TABLE load_kept (a int);
    ALTER TABLE load_kept OWNER TO load_boss;`;
  expect(await notesOf(script)).toEqual([
    'made for this comparison, since it belongs to servers: role load_boss, role load_keeper',
    'left out, since it belongs to servers: ALTER DATABASE shop, ALTER ROLE postgres, ALTER SYSTEM SET, CHECKPOINT, COMMENT on DATABASE shop, CREATE DATABASE shop, CREATE ROLE load_boss, CREATE TABLESPACE fast, GRANT on DATABASE shop, GRANT on PARAMETER wal_level, GRANT on TABLESPACE pg_default',
  ]);
  await using session = await engine.main.connect('superuser');
  expect(
    await session.query(`SELECT FROM pg_roles WHERE rolname IN ('postgres', 'load_boss') AND rolsuper`),
  ).toEqual([]);
  expect(await session.query(`SELECT FROM pg_database WHERE datname = 'shop'`)).toEqual([]);
});

test("privileges on what is the server's own are not modelled", async () => {
  const script = `
    GRANT SELECT (rolname) ON TABLE pg_catalog.pg_authid TO load_keeper;
    REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text,
      text, boolean) FROM load_keeper;
    GRANT SELECT ON pg_catalog.pg_class TO PUBLIC;`;
  const { notModelled } = await toldOf(script);
  expect(notModelled).toEqual([
    { type: 'privileges on table', identity: 'pg_catalog.pg_authid' },
    { type: 'privileges on function', identity: 'pg_catalog.set_config(text, text, boolean)' },
    { type: 'privileges on table', identity: 'pg_catalog.pg_class' },
  ]);
});

test('the encoding that a file names was minded when it was read', async () => {
  const database = await engine.createDatabase();
  const text = "SET client_encoding = 'LATIN1'; CREATE TABLE t (a int); COMMENT ON TABLE t IS 'Größe';";
  await loadSql(database, 'owner', [{ name: 'a.sql', text }]);
  await using session = await database.connect('owner');
  const [row] = await session.query<{ comment: string }>(`SELECT obj_description('t'::regclass) AS comment`);
  expect(row?.comment).toBe('Größe');
});

test('each file begins as a new session does, and what has to wait runs as its own role', async () => {
  const database = await engine.createDatabase();
  const files = [
    `GRANT CREATE ON SCHEMA public TO load_app; SET ROLE load_app;
     CREATE VIEW early AS SELECT a FROM late; SET search_path = '';`,
    'CREATE TABLE late (a int); GRANT SELECT ON late TO load_app;',
  ].map((text, i) => ({ name: `${i}.sql`, text }));
  await loadSql(database, 'owner', files);
  await using session = await database.connect('owner');
  const rows = await session.query<{ owned: string }>(
    `SELECT relname || ' of ' || relowner::regrole AS owned FROM pg_class WHERE relname IN ('early', 'late') ORDER BY 1`,
  );
  expect(rows.map(({ owned }) => owned)).toEqual(['early of load_app', 'late of postgres']);
});
