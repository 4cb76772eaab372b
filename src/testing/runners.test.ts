import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { openSession } from '../db/session.ts';
import { isGone, ownDirectory, runProgram, runVitest } from './child.suite.ts';
import { prepareTestDatabases, testDatabase, withTestDatabase } from './testing.ts';

const own = ownDirectory();
vi.setConfig({ testTimeout: 180_000 });

/** Different for each test, so that no test ends or keeps another one's server. */
const sqlFor = (name: string) => `CREATE TABLE guests (name text); COMMENT ON TABLE guests IS '${name}';`;
const keptUrl = /stays for [\d.]+ minutes:\n\W*psql '(postgres:[^']+)'/;

/** Long enough to look at the database, short enough to see the server end. */
const keepMinutes = 0.2;

const bodies = (options: string) => `
  const insert = (db, name) => db.query('INSERT INTO guests VALUES ($1)', [name]);
  const options = { ${options}, keepMinutes: ${keepMinutes} };`;

describe.concurrent('a test that fails keeps its database, and one that passes does not:', () => {
  test('in Vitest', async () => {
    const { ended } = runVitest(
      own.path,
      'kept.test.ts',
      `${bodies(`sql: ${JSON.stringify(sqlFor('vitest'))}`)}
      test('passes', async (test) => {
        await using db = await testDatabase({ ...options, test });
        await insert(db, 'passed');
      });
      test('fails', async (test) => {
        await using db = await testDatabase({ ...options, test });
        await insert(db, 'failed');
        expect(1).toBe(2);
      });
      describe('with a hook', () => {
        let db;
        beforeEach(async (test) => { db = await testDatabase({ ...options, test }); });
        test('passes', async () => { await insert(db, 'passed'); });
        test.skip('is skipped', () => {});
      });`,
    );
    await expectOneKept(await ended, 'the database of "fails"');
  });

  test('in node:test', async () => {
    const { ended } = runProgram(
      own.path,
      'node.test.ts',
      `import test from 'node:test';${bodies(`sql: ${JSON.stringify(sqlFor('node:test'))}`)}
      test('passes', async (t) => {
        await using db = await testDatabase({ ...options, test: t });
        await insert(db, 'passed');
      });
      test('fails', async (t) => {
        const db = await testDatabase({ ...options, test: t });
        await insert(db, 'failed');
        throw new Error('as it should');
      });`,
      ['--test'],
    );
    await expectOneKept(await ended, 'the database of "fails"');
  });

  test('anywhere, by withTestDatabase', async () => {
    const { ended } = runProgram(
      own.path,
      'with.ts',
      `${bodies(`sql: ${JSON.stringify(sqlFor('with'))}`)}
      const count = await withTestDatabase(options, async (db) => {
        await insert(db, 'passed');
        return (await db.query('SELECT FROM guests')).length;
      });
      if (count !== 1) throw new Error('the result is lost');
      await withTestDatabase(options, async (db) => {
        await insert(db, 'failed');
        throw new Error('as it should');
      });`,
    );
    await expectOneKept(await ended, 'a test database');
  });
});

async function expectOneKept({ code, output }: { code: number | null; output: string }, whose: string) {
  expect(code, output).toBe(1);
  expect(output.match(/stays for/g), output).toHaveLength(1);
  expect(output).toContain(`strata: ${whose} stays for ${keepMinutes} minutes:`);
  const url = new URL(keptUrl.exec(output)?.[1] as string);
  const port = Number(url.port);
  {
    await using session = await openSession({
      host: url.hostname,
      port,
      user: url.username,
      password: url.password,
      database: url.pathname.slice(1),
    });
    expect(await session.query('SELECT name FROM guests')).toEqual([{ name: 'failed' }]);
  }
  await isGone(port);
}

describe('many processes', () => {
  test('share one server, and none sees what another wrote', async () => {
    const program = `
      const options = { sql: ${JSON.stringify(sqlFor('many'))} };
      for (let i = 0; i < 4; i += 1) {
        await using db = await testDatabase(options);
        await db.query('INSERT INTO guests VALUES ($1)', [db.name]);
        const rows = await db.query('SELECT name FROM guests');
        if (rows.length !== 1 || rows[0].name !== db.name) throw new Error(JSON.stringify(rows));
        console.log('port', db.address.port);
      }`;
    // However late a process comes, the server is still there.
    const held = await prepareTestDatabases({ sql: sqlFor('many') });
    const children = Array.from({ length: 4 }, (_, i) => runProgram(own.path, `many-${i}.ts`, program));
    const ends = await Promise.all(children.map((child) => child.ended));
    await held[Symbol.asyncDispose]();
    for (const { code, output } of ends) expect(code, output).toBe(0);
    const ports = ends.flatMap(({ output }) => output.match(/(?<=port )\d+/g) ?? []);
    expect(ports).toHaveLength(16);
    expect(new Set(ports).size).toBe(1);
    await isGone(Number(ports[0]));
  });

  test('lose nothing when one of them is killed, and a killed one leaves nothing', async () => {
    const source = `{ sql: ${JSON.stringify(sqlFor('killed'))} }`;
    const program = `
      const db = await testDatabase(${source});
      console.log('holds', db.name, db.address.port);
      setInterval(() => {}, 1000);`;
    const [first, second] = [1, 2].map((n) => runProgram(own.path, `killed-${n}.ts`, program));
    const [, name, port] = (await first?.hasWritten(/holds (\S+) (\d+)/)) ?? [];
    await second?.hasWritten(/holds/);
    first?.process.kill('SIGKILL');
    await first?.ended;
    const { code, output } = await runProgram(
      own.path,
      'after-kill.ts',
      `
      await using db = await testDatabase(${source});
      for (let waited = 0; waited < 100_000; waited += 20) {
        const left = await db.query('SELECT FROM pg_database WHERE datname = $1', ['${name}']);
        if (left.length === 0) process.exit(db.address.port === ${port} ? 0 : 2);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      process.exit(3);`,
    ).ended;
    expect(code, output).toBe(0);
    second?.process.kill('SIGKILL');
    await isGone(Number(port));
  });
});

test.skipIf(process.platform !== 'linux')(
  'a server that ends during a test is named as the reason, and the next test has a new one',
  async () => {
    const child = runProgram(
      own.path,
      'ended.ts',
      `
      const options = { sql: ${JSON.stringify(sqlFor('ended'))} };
      const db = await testDatabase(options);
      const [{ pid }] = await db.query('SELECT pg_backend_pid() AS pid');
      console.log('backend', pid);
      while ((await db.query('SELECT').catch((error) => error)).code === undefined) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await db.query('SELECT').catch(({ code, message, hint }) => console.log('query:', code, message, hint));
      await withTestDatabase(options, async (next) => {
        console.log('next:', await next.query('SELECT count(*)::int AS n FROM guests'));
      });`,
    );
    const [, backend] = await child.hasWritten(/backend (\d+)/);
    process.kill(parentOf(backend), 'SIGKILL');
    const { code, output } = await child.ended;
    expect(code, output).toBe(0);
    expect(output).toMatch(/query: engine the test server ended during a test \(ended by SIGKILL\): /);
    expect(takeLog(output)).toContain('ready to accept connections');
    expect(output).toMatch(/next: \[ \{ n: 0 \} \]/);
  },
);

test.skipIf(process.platform !== 'linux')(
  'a test that reaches its database by a client of its own is told as well that the server ended, and where its log is',
  async () => {
    const child = runProgram(
      own.path,
      'own-client.ts',
      `
      import pg from ${JSON.stringify(import.meta.resolve('pg'))};
      const db = await testDatabase({ sql: ${JSON.stringify(sqlFor('own client'))} });
      const client = new pg.Client(db.url);
      const cut = new Promise((resolve) => client.on('error', resolve));
      await client.connect();
      const { rows } = await client.query('SELECT pg_backend_pid() AS pid');
      console.log('backend', rows[0].pid);
      await cut;
      await db[Symbol.asyncDispose]();`,
    );
    const [, backend] = await child.hasWritten(/backend (\d+)/);
    process.kill(parentOf(backend), 'SIGKILL');
    const { code, output } = await child.ended;
    expect(code, output).toBe(0);
    expect(output).toMatch(
      /strata: the test server ended during a test \(ended by SIGKILL\): .*\n {2}Run the tests again/,
    );
    expect(takeLog(output)).toContain('database system is ready to accept connections');
  },
);

test.skipIf(process.platform !== 'linux')(
  'where only a process of the server was killed, the tests that it cut are told so, and the next one finds it up again',
  async () => {
    const child = runProgram(
      own.path,
      'crashed.ts',
      `
      const options = { sql: ${JSON.stringify(sqlFor('crashed'))} };
      const [killed, other] = [await testDatabase(options), await testDatabase(options)];
      await other.query('SELECT');
      const [{ pid }] = await killed.query('SELECT pg_backend_pid() AS pid');
      const slow = other.query('SELECT pg_sleep(60)').catch((error) => error);
      console.log('backend', pid);
      for (const { code, message } of [await slow, await other.query('SELECT').catch((error) => error)])
        console.log('other:', code, message);
      await withTestDatabase(options, async (next) => {
        console.log('next:', await next.query('SELECT count(*)::int AS n FROM guests'));
      });`,
    );
    const [, backend] = await child.hasWritten(/backend (\d+)/);
    process.kill(Number(backend), 'SIGKILL');
    const { code, output } = await child.ended;
    expect(code, output).toBe(0);
    expect(
      output.match(/other: engine a process of the test server was killed during a test, /g),
      output,
    ).toHaveLength(2);
    expect(output).toMatch(/next: \[ \{ n: 0 \} \]/);
  },
);

test('an error of the test itself stays what it is', async () => {
  await using db = await testDatabase({ sql: sqlFor('own error') });
  await expect(db.query('SELECT 1 / 0')).rejects.toMatchObject({ code: '22012' });
  await expect(db.query('SELECT pg_terminate_backend(pg_backend_pid())')).rejects.toMatchObject({
    code: '57P01',
  });
  const thrown = new Error('read ECONNRESET');
  await expect(
    withTestDatabase({ sql: sqlFor('own error'), keepMinutes: 0 }, () => Promise.reject(thrown)),
  ).rejects.toBe(thrown);
});

/** The log that is named there, which is removed. */
function takeLog(output: string): string {
  const [, file = ''] = /Its log, for a day: (\S+)/.exec(output) ?? [];
  const text = readFileSync(file, 'utf8');
  rmSync(file);
  return text;
}

/** The server of a connection's process. */
function parentOf(backend: string | undefined): number {
  const stat = readFileSync(`/proc/${backend}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}
