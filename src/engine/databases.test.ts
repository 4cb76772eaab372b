import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect, test, vi } from 'vitest';
import { databasesOf, ServerGone } from './databases.ts';
import { openEngine } from './open.ts';

test('a clone has the subscriptions of its source, with their comments, and who may do what in it', async () => {
  await using engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });
  {
    await using session = await engine.main.connect('superuser');
    await session.query(
      `CREATE SUBSCRIPTION feed CONNECTION 'host=127.0.0.1 port=1 dbname=x' PUBLICATION p WITH (connect = false, slot_name = none)`,
    );
    await session.query(`COMMENT ON SUBSCRIPTION feed IS 'from the shop'`);
    await session.query(`CREATE ROLE app; CREATE ROLE guest; GRANT CREATE ON DATABASE postgres TO app;
      REVOKE ALL ON DATABASE postgres FROM PUBLIC, postgres`);
  }
  const clone = await engine.createDatabase({ like: engine.main });
  const second = await engine.createDatabase({ like: clone });
  for (const database of [clone, second]) {
    await using session = await database.connect('superuser');
    const rows = await session.query(
      `SELECT s.subname, pg_catalog.obj_description(s.oid, 'pg_subscription') AS comment FROM pg_catalog.pg_subscription s
         JOIN pg_catalog.pg_database d ON d.oid = s.subdbid WHERE d.datname = pg_catalog.current_database()`,
    );
    expect(rows).toEqual([{ subname: 'feed', comment: 'from the shop' }]);
    const may = await session.query(`SELECT pg_catalog.has_database_privilege('app', d.oid, 'CREATE') AS app,
      pg_catalog.has_database_privilege('guest', d.oid, 'TEMPORARY') AS guest FROM pg_catalog.pg_database d
      WHERE d.datname = pg_catalog.current_database()`);
    expect(may).toEqual([{ app: true, guest: false }]);
    await using owner = await database.connect('owner');
    await owner.query('CREATE TABLE inside (id int)');
  }
  await second.drop();
  await using session = await clone.connect('superuser');
  // Only what it may in databases that are there.
  expect(await session.query(countGrants)).toEqual([{ databases: 2 }]);
});

const countGrants = `SELECT pg_catalog.count(*)::pg_catalog.int4 AS databases FROM pg_catalog.pg_shdepend
  WHERE classid = 'pg_catalog.pg_database'::pg_catalog.regclass AND refobjid = 'app'::pg_catalog.regrole`;

test('what the shell says of the servers of the user does not reach those of Strata', async () => {
  await using engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });
  vi.stubEnv('PGSSLMODE', 'require');
  vi.stubEnv('PGOPTIONS', '-c search_path=nowhere -c default_transaction_read_only=on');
  try {
    await using session = await engine.main.connect('owner', { guarded: false });
    await session.query('CREATE TABLE here (id int)');
    expect(await session.query("SELECT to_regclass('public.here') IS NOT NULL AS there")).toEqual([
      { there: true },
    ]);
  } finally {
    vi.unstubAllEnvs();
  }
});

test('a session that a limit of its own has ended is not put down to the machine', () => {
  const error = Object.assign(new Error('terminating connection'), { code: '25P04' });
  expect(new ServerGone(error).hint).toContain('A limit for transactions that a migration');
});

test('a connection that was refused is asked for again by the next who needs it', async () => {
  let asked = 0;
  const server = createServer((socket) => {
    asked += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await using databases = databasesOf({ host: '127.0.0.1', port, password: '' });
  await expect(databases.create()).rejects.toThrow();
  await expect(databases.create()).rejects.toThrow();
  expect(asked).toBe(2);
  server.close();
});
