import { describe, expect, test } from 'vitest';
import { engineSuite } from './engine.suite.ts';

const open = engineSuite('pglite', {
  'several sessions':
    'PGlite is one backend process: a second session of somebody’s own would share the first one’s transaction.',
  'outside clients': 'There is no socket: the server lives inside this process.',
  'names of databases':
    'Each database is an instance of its own, and inside all of them are called postgres.',
  sharing: 'Memory of one process cannot be shared with another.',
  'keeping the owner from becoming superuser':
    'The session began as the superuser, so SET SESSION AUTHORIZATION leads back. WebAssembly keeps it from the system.',
});

describe('one backend', { timeout: 120_000 }, () => {
  test('a session that cannot be opened leaves its database to the next one', async () => {
    await using engine = await open();
    const run = async (sql: string) => {
      await using session = await engine.main.connect('superuser');
      expect((await session.run(sql)).error).toBeUndefined();
    };
    await run("ALTER DATABASE postgres SET default_text_search_config = 'missing'");
    for (let i = 0; i < 2; i += 1) await expect(engine.main.connect('owner')).rejects.toThrow(/"missing"/);
    await run('ALTER DATABASE postgres RESET default_text_search_config');
    await using session = await engine.main.connect('owner');
    expect(await session.query('SELECT session_user AS who')).toEqual([{ who: 'postgres' }]);
  });

  test('Strata asks as superuser beside the session of the owner, and leaves its settings as they are', async () => {
    await using engine = await open();
    await using first = await engine.main.connect('superuser');
    await using owner = await engine.main.connect('owner');
    await owner.query(`CREATE SCHEMA "Odd"; CREATE TABLE "Odd".t (i int); CREATE ROLE app; GRANT app TO postgres;
      CREATE TEMPORARY TABLE mine (i int); SET search_path = "Odd"; SET DateStyle = 'German'; SET ROLE app`);
    await using second = await engine.main.connect('superuser');
    for (const session of [first, second, first]) {
      expect(await session.query('SELECT session_user AS who, to_regclass($1) AS t', ['t'])).toEqual([
        { who: 'strata_superuser', t: null },
      ]);
    }
    const refused = await second.run('SELECT * FROM nowhere');
    expect(refused.error?.code).toBe('42P01');
    const [row] =
      await owner.query(`SELECT session_user AS login, current_user AS role, current_setting('search_path') AS path,
      to_regclass('mine')::text AS mine, current_setting('DateStyle') AS style`);
    expect(row).toEqual({
      login: 'postgres',
      role: 'app',
      path: '"Odd"',
      mine: 'mine',
      style: 'German, DMY',
    });
  });

  test('what would take a second session is refused in words that say what to do', async () => {
    await using engine = await open();
    await using admin = await engine.main.connect('superuser');
    await using owner = await engine.main.connect('owner');
    const refusal = expect.objectContaining({
      code: 'usage',
      hint: expect.stringContaining('--engine native'),
    });
    await expect(engine.main.connect('owner')).rejects.toEqual(refusal);
    await owner.query('BEGIN');
    await expect(admin.query('SELECT 1')).rejects.toEqual(refusal);
    await owner.query('COMMIT');
    expect(await admin.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('rows of a COPY go to each in its turn, and those of one that fails to none', async () => {
    await using engine = await open();
    await using session = await engine.main.connect('owner');
    await session.query('CREATE TABLE n (i int); CREATE TABLE m (i int)');
    const copies = '-- from stdin\nCOPY n FROM stdin; COPY m FROM STDIN; COPY n FROM stdin';
    expect((await session.run(copies, ['1\n', '5\n6\n'])).error).toBeUndefined();
    expect((await session.run(copies, ['x\n', '7\n'])).error?.code).toBe('22P02');
    expect(
      await session.query('SELECT (SELECT sum(i)::int FROM n) AS n, (SELECT sum(i)::int FROM m) AS m'),
    ).toEqual([{ n: 1, m: 11 }]);
  });

  test('nobody has to wait for a statement that does not end', async () => {
    const engine = await open();
    const session = await engine.main.connect('owner');
    const endless = session.run('DO $$ BEGIN LOOP END LOOP; END $$').catch((error: Error) => error.message);
    await engine[Symbol.asyncDispose]();
    expect(await endless).toContain('went away in the middle of its work');
  });
});
