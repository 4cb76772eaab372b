import { expect, test } from 'vitest';
import type { Open, Unless } from './engine.suite.ts';

/** Statements that would let a migration out of its database: run programs, read or write files, gain more rights. */
const breakouts = [
  `COPY (SELECT 1) TO PROGRAM 'true'`,
  `COPY (SELECT 1) TO '/tmp/strata-breakout'`,
  `CREATE TABLE lines (line text); COPY lines FROM '/etc/passwd'`,
  `SELECT pg_read_file('/etc/passwd')`,
  `SELECT pg_read_binary_file('PG_VERSION')`,
  `SELECT pg_ls_dir('/')`,
  `SELECT lo_import('/etc/passwd')`,
  `SELECT lo_export(lo_from_bytea(0, 'x'), '/tmp/strata-breakout')`,
  `ALTER SYSTEM SET archive_command = 'true'`,
  `ALTER ROLE postgres SUPERUSER`,
  `CREATE ROLE another SUPERUSER`,
  `GRANT strata_superuser TO postgres`,
  `GRANT pg_execute_server_program TO postgres`,
  `ALTER ROLE strata_superuser PASSWORD 'mine'`,
  `SET ROLE strata_superuser`,
  `SET SESSION AUTHORIZATION strata_superuser`,
  `ALTER ROLE strata_reader PASSWORD 'mine'`,
  `GRANT strata_reader TO postgres`,
  `SET session_preload_libraries = '/tmp/evil.so'`,
  `SET dynamic_library_path = '/tmp'`,
  `LOAD '/tmp/evil.so'`,
  `CREATE FUNCTION run(text) RETURNS int LANGUAGE c AS '/lib/x86_64-linux-gnu/libc.so.6', 'system'`,
  `CREATE FUNCTION run(text) RETURNS int LANGUAGE internal AS 'pg_read_file'`,
  // Stand-ins take the place of untrusted languages: functions can be created, but not run.
  `CREATE EXTENSION plpython3u; CREATE FUNCTION run() RETURNS int LANGUAGE plpython3u AS 'import os; return os.getpid()';
   SELECT run()`,
  `CREATE EXTENSION plperlu; CREATE FUNCTION run() RETURNS text LANGUAGE plperlu AS 'return $$;'; SELECT run()`,
  `CREATE LANGUAGE plsh HANDLER plpgsql_call_handler`,
  `CREATE EXTENSION file_fdw`,
  `UPDATE pg_authid SET rolsuper = true`,
  `SET event_triggers = off`,
  `SELECT pg_create_logical_replication_slot('slot', '/tmp/evil.so')`,
];

/** What the owner may not do, not even by way of an extension. */
export function ownerRights(open: Open, unless: Unless): void {
  unless('keeping the owner from becoming superuser')(
    'keeps the owner inside its database: no programs, no files, no more rights',
    async () => {
      await using engine = await open();
      await using session = await engine.main.connect('owner');
      const succeeded: string[] = [];
      for (const statement of breakouts) {
        const { error } = await session.run(statement);
        if (error === undefined) succeeded.push(statement);
      }
      expect(succeeded).toEqual([]);
    },
  );

  test('does not run traps of the owner in the scripts of trusted extensions', async () => {
    await using engine = await open();
    await using session = await engine.main.connect('owner');
    expect((await session.run(traps)).error).toBeUndefined();
    for (const extension of ['vector', 'pg_net', 'timescaledb', 'citext', 'dblink']) {
      await session.run(`CREATE EXTENSION ${extension} SCHEMA trap`);
    }
    expect(await session.query(`SELECT rolsuper FROM pg_roles WHERE rolname = 'postgres'`)).toEqual([
      { rolsuper: false },
    ]);
    expect((await session.run('CREATE EXTENSION pg_net SCHEMA trap')).error?.message).toContain('built-in');
  });

  unless('keeping the owner from becoming superuser')(
    'keeps the owner from connecting back as the superuser by dblink or postgres_fdw',
    async () => {
      await using engine = await open();
      await using session = await engine.main.connect('owner');
      const { host, port } = engine.main.address ?? {};
      const there = `host=${host} port=${port} dbname=postgres`;
      expect(
        (await session.run('CREATE EXTENSION dblink; CREATE EXTENSION postgres_fdw')).error,
      ).toBeUndefined();
      const attempts = [
        `SELECT dblink_connect('${there} user=strata_superuser')`,
        `SELECT dblink_connect('${there} user=strata_superuser password=guess')`,
        `SELECT dblink_connect_u('${there} user=strata_superuser')`,
        `CREATE SERVER here FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host '${host}', port '${port}');
         CREATE USER MAPPING FOR postgres SERVER here OPTIONS (user 'strata_superuser', password_required 'false')`,
      ];
      for (const attempt of attempts) expect((await session.run(attempt)).error, attempt).toBeDefined();
    },
  );
}

/** Operators for text that somebody's extension script might use without saying whose. */
const traps = `
  CREATE SCHEMA trap;
  CREATE FUNCTION trap.spring(text, regclass) RETURNS text LANGUAGE plpgsql AS $$
    BEGIN ALTER ROLE postgres SUPERUSER; RETURN $1; END $$;
  CREATE FUNCTION trap.spring(oid, regclass) RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN ALTER ROLE postgres SUPERUSER; RETURN true; END $$;
  CREATE OPERATOR trap.|| (LEFTARG = text, RIGHTARG = regclass, FUNCTION = trap.spring);
  CREATE OPERATOR trap.= (LEFTARG = oid, RIGHTARG = regclass, FUNCTION = trap.spring);
`;

/** What a migration may not do to the superuser, or to Strata's way in. */
export function superuserGuard(open: Open): void {
  test("does not let a migration's settings steer the superuser's sessions", async () => {
    await using engine = await open();
    {
      await using session = await engine.main.connect('owner');
      const { error } = await session.run(`
        CREATE SCHEMA trap; CREATE ROLE weak;
        ALTER DATABASE postgres SET search_path = trap, public;
        ALTER DATABASE postgres SET default_transaction_read_only = on;
        ALTER DATABASE postgres SET statement_timeout = '1h';`);
      expect(error).toBeUndefined();
    }
    {
      await using session = await engine.main.connect('superuser');
      const [row] = await session.query(`SELECT current_user AS role, current_setting('search_path') AS path,
        current_setting('event_triggers') AS triggers, current_setting('transaction_read_only') AS read_only,
        current_setting('statement_timeout') AS timeout`);
      expect(row).toEqual({
        role: 'strata_superuser',
        path: 'pg_catalog',
        triggers: 'off',
        read_only: 'off',
        timeout: '0',
      });
    }
    await using session = await engine.main.connect('superuser', { guarded: false });
    expect(await session.query('SHOW search_path')).toEqual([{ search_path: 'trap, public' }]);
  });

  test('reads every row as a role that is no superuser, whatever a migration has taken from whom', async () => {
    await using engine = await open();
    {
      await using session = await engine.main.connect('owner');
      const { error } = await session.run(`
        CREATE ROLE app; CREATE SCHEMA hidden; CREATE TABLE hidden.t (id int); INSERT INTO hidden.t VALUES (7);
        CREATE FUNCTION hidden.own() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION hidden.own FROM PUBLIC;
        ALTER TABLE hidden.t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
        GRANT ALL ON SCHEMA hidden TO app; ALTER TABLE hidden.t OWNER TO app; ALTER SCHEMA hidden OWNER TO app;
        REVOKE app FROM postgres GRANTED BY postgres; REVOKE ALL ON DATABASE postgres FROM PUBLIC;
        ALTER DATABASE postgres SET search_path = trap`);
      expect(error).toBeUndefined();
    }
    const session = await engine.main.connect('reader');
    const [row] =
      await session.query(`SELECT (SELECT rolsuper FROM pg_roles WHERE rolname = session_user) AS super, hidden.own() AS own,
      (SELECT sum(id)::int FROM hidden.t) AS id, current_setting('search_path') AS path, current_setting('event_triggers') AS triggers`);
    expect(row).toEqual({ super: false, own: 1, id: 7, path: 'pg_catalog', triggers: 'off' });
    expect((await session.run('SET ROLE postgres')).error?.code).toBe('42501');
    await session.close();
    await using clone = await (await engine.createDatabase({ like: engine.main })).connect('reader');
    expect(await clone.query('SELECT id FROM hidden.t')).toEqual([{ id: 7 }]);
  });

  test('still gets in as the reader after a migration closed the database to everybody', async () => {
    await using engine = await open();
    {
      await using session = await engine.main.connect('owner');
      await session.query('REVOKE ALL ON DATABASE postgres FROM PUBLIC, postgres');
      await session.query('ALTER DATABASE postgres CONNECTION LIMIT 0');
    }
    await using session = await engine.main.connect('reader');
    expect((await session.run('CREATE TEMPORARY TABLE t ()')).error).toBeUndefined();
  });

  test('still gets in as the owner after a migration changed its password', async () => {
    await using engine = await open();
    {
      await using session = await engine.main.connect('owner');
      expect((await session.run(`ALTER ROLE postgres PASSWORD 'production'`)).error).toBeUndefined();
    }
    await using session = await engine.main.connect('owner');
    expect(await session.query('SELECT current_user AS role')).toEqual([{ role: 'postgres' }]);
  });
}
