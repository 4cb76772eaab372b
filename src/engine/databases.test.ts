import { expect, test, vi } from 'vitest';
import { ServerGone } from './databases.ts';
import { openEngine } from './open.ts';

test('a clone has the subscriptions of its source, with their comments', async () => {
  await using engine = await openEngine({ kind: 'native', base: { platform: 'none', extensions: {} } });
  {
    await using session = await engine.main.connect('superuser');
    await session.query(
      `CREATE SUBSCRIPTION feed CONNECTION 'host=127.0.0.1 port=1 dbname=x' PUBLICATION p WITH (connect = false, slot_name = none)`,
    );
    await session.query(`COMMENT ON SUBSCRIPTION feed IS 'from the shop'`);
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
  }
});

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
