import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { liveServer } from '../src/engine/live-server.suite.ts';
import { directory, type Outcome, strata } from './strata.ts';

const server = liveServer();

const files = {
  'migrations/001_people.up.sql': 'CREATE TABLE people (id int PRIMARY KEY);\n',
  'migrations/001_people.down.sql': 'DROP TABLE people;\n',
  'migrations/002_email.up.sql': 'ALTER TABLE people ADD COLUMN email text;\n',
  'migrations/002_email.down.sql': 'ALTER TABLE people DROP COLUMN email;\n',
};

/** A database whose URL carries a password; nothing that is printed may hold it. */
async function liveDatabase(): Promise<{ url: string; run: (...words: string[]) => Promise<Outcome> }> {
  const { url } = await server.createDatabase();
  const { password } = new URL(url as string);
  expect(password).not.toBe('');
  return {
    url: url as string,
    run: async (...words) => {
      const outcome = await strata(words, { env: { DATABASE_URL: url } });
      expect(outcome.stdout + outcome.stderr).not.toContain(decodeURIComponent(password));
      return outcome;
    },
  };
}

describe('commands for live databases', { timeout: 180_000 }, () => {
  test('take the database from the environment, and tell their outcome by the exit code', async () => {
    using dir = directory(files);
    const { run } = await liveDatabase();
    const before = await run('status', dir.path);
    expect(before).toMatchObject({ code: 0 });
    expect(before.stdout).toContain('0 applied and 2 pending.');
    const dry = await run('deploy', dir.path, '--dry-run', '--json');
    expect(dry.code).toBe(0);
    const { plan, pending, dryRun } = JSON.parse(dry.stdout);
    expect({ names: pending.map(({ name }: { name: string }) => name), dryRun }).toEqual({
      names: ['001_people', '002_email'],
      dryRun: true,
    });
    const done = await run('deploy', dir.path, '--plan', plan);
    expect(done).toMatchObject({ code: 0 });
    expect(done.stdout).toContain('2 migrations applied to postgres://');
    expect(done.stderr).toMatch(/^001_people 1 of 2$/m);
    expect(done.stderr).toMatch(/^ {2}1\/1 CREATE TABLE people \(id int PRIMARY KEY\) [\d.]+ ms$/m);
    const status = JSON.parse((await run('status', dir.path, '--json')).stdout);
    expect(status).toMatchObject({ version: 1, ok: true, ledger: { kind: 'strata', exists: true } });
    const back = await run('rollback', dir.path, '--to', '001_people');
    expect(back).toMatchObject({ code: 0 });
    expect(back.stdout).toContain('1 migration taken back');
  });

  test.runIf(process.platform !== 'win32').each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s cancels the statement of a deploy on the server, and what took effect is told',
    async (signal, code) => {
      using dir = directory({
        'migrations/001_a.sql': 'CREATE TABLE a (id int);\n',
        'migrations/002_b.sql': 'CREATE TABLE b (id int);\nSELECT pg_sleep(60);\nCREATE TABLE c (id int);\n',
      });
      const { url } = await server.createDatabase();
      const { openUrl } = await import('../src/db/session.ts');
      await using watcher = await openUrl(url as string, { connectTimeoutMs: 10_000 });
      const sleeping = () =>
        watcher.query(
          "SELECT FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid() AND state = 'active'",
        );
      const outcome = await strata(['deploy', dir.path, '--no-rehearsal'], {
        env: { DATABASE_URL: url },
        meanwhile: async (pid) => {
          for (const until = Date.now() + 60_000; (await sleeping()).length === 0 && Date.now() < until; )
            await sleep(100);
          process.kill(pid, signal);
        },
      });
      expect(outcome.code).toBe(code);
      expect(outcome.stderr).toContain('interrupted: ');
      expect(outcome.stdout).toContain('002_b stopped at statement 2');
      expect(outcome.stdout).toContain(
        'canceling statement due to user request (57014)\n      Nothing of it took effect.\n      Run the command again: it goes on',
      );
      expect(outcome.stdout).toContain('1 applied, 1 failed, 0 not applied.');
      expect(await sleeping()).toEqual([]);
      expect(await watcher.query("SELECT to_regclass('a') AS a, to_regclass('b') AS b")).toEqual([
        { a: 'a', b: null },
      ]);
    },
  );

  test('refuse with 1 what would lose data, fail with 3, and explain wrong usage with 2', async () => {
    using dir = directory(files);
    const { run, url } = await liveDatabase();
    expect(await run('deploy', dir.path, '--no-rehearsal')).toMatchObject({ code: 0 });
    const { query } = await connect(url);
    await query("INSERT INTO people VALUES (1, 'a@b')");
    // An option takes one value: what stands behind it is the project.
    const refused = await run('rollback', '--to', 'none', '--allow', 'may-fail', dir.path);
    expect(refused.code).toBe(1);
    expect(refused.stdout).toContain('✗ destroys-data');
    using broken = directory({ ...files, 'migrations/003_more.up.sql': 'CREATE TABLE people (id int);\n' });
    const failed = await run('deploy', broken.path, '--no-rehearsal');
    expect(failed.code).toBe(3);
    expect(failed.stdout).toContain('✗ 003_more stopped at statement 1, migrations/003_more.up.sql:1');
    const usage = await strata(['status', dir.path], { env: { DATABASE_URL: undefined } });
    expect(usage.code).toBe(2);
    expect(usage.stderr).toContain('no database was named');
    for (const [words, message] of [
      [['deploy', '--retry', '004_none'], 'migrations holds no migration 004_none'],
      [['deploy', '--done', '1'], '--done belongs to --retry'],
      [['repair', '--revert', '--because', 'a study'], '--because belongs to --ignore'],
      [['repair', '--revert', '--name', 'adopt drift'], '--name belongs to --adopt'],
      [['repair', '--revert', '--rename', 'a=b'], '--rename belongs to --adopt'],
      [['repair', '--adopt', '--allow', 'may-fail'], '--allow belongs to --revert'],
      [
        ['repair', '--record', '001_people', '--object', 'people'],
        '--object belongs to --revert, --adopt or --ignore',
      ],
      [
        ['repair', '--ignore', '--object', 'people', '--because', 'a study', '--apply', 'abc'],
        '--apply belongs to --revert, --adopt or --record',
      ],
      [
        ['repair', '--ignore', '--object', 'people', '--because', 'a study', '--wait', '1s'],
        '--wait belongs to --revert, --adopt or --record',
      ],
    ] as const) {
      const slip = await run(...words, dir.path);
      expect({ code: slip.code, stderr: slip.stderr.split('\n')[0] }).toEqual({
        code: 2,
        stderr: `error ${message}`,
      });
    }
    const wrong = await run('deploy', dir.path, '--live', 'postgres://nobody:secret@127.0.0.1:1/x');
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toContain('postgres://nobody:***@127.0.0.1:1/x');
    expect(wrong.stderr).not.toContain('secret');
  });
});

async function connect(url: string) {
  const { openUrl } = await import('../src/db/session.ts');
  const session = await openUrl(url, { connectTimeoutMs: 10_000 });
  return {
    query: async (sql: string) => {
      await session.query(sql);
      await session.close();
    },
  };
}
