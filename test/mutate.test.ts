import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { directory, program, strata } from './strata.ts';

const migration = `
CREATE TABLE account (
  id int PRIMARY KEY,
  balance int NOT NULL CONSTRAINT balance_check CHECK (balance >= 0),
  owner text CONSTRAINT owner_key UNIQUE
);
CREATE TABLE payment (account int CONSTRAINT payment_account_fkey REFERENCES account);
`;

/** Tests that miss the check and the foreign key, and not the unique owner. */
const tests = `
import { withTestDatabase } from 'pgstrata/testing';
await withTestDatabase({}, async (db) => {
  const refused = (sql) => db.query(sql).then(() => false, () => true);
  await db.query('INSERT INTO account VALUES (1, 10)');
  for (const sql of ['INSERT INTO account VALUES (2, -1)', 'INSERT INTO payment VALUES (7)', 'INSERT INTO account VALUES (3)'])
    if (!(await refused(sql))) {
      if (process.env.HANGS) await new Promise((resolve) => setTimeout(resolve, 60_000));
      throw new Error('nobody refuses ' + sql);
    }
});
`;

function project(files: Readonly<Record<string, string>> = {}) {
  const made = directory({
    'package.json': '{ "type": "module" }',
    'migrations/001_init.sql': migration,
    'tests.js': tests,
    ...files,
  });
  mkdirSync(join(made.path, 'node_modules'));
  symlinkSync(dirname(dirname(program)), join(made.path, 'node_modules/pgstrata'));
  return made;
}

/** A process that ended and that nobody has asked for is still listed, as a zombie. */
function isRunning(pid: string): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const run = ['--', process.execPath, 'tests.js'];

describe.concurrent('strata mutate', { timeout: 180_000 }, () => {
  test('names the rules that no test misses, with the SQL that takes them away, and exits with 1', async () => {
    using made = project();
    const { code, stdout, stderr } = await strata(['mutate', ...run], { cwd: made.path });
    expect(stdout).toContain('✗ drop unique constraint public.account.owner_key');
    expect(stdout).toContain('ALTER TABLE public.account DROP CONSTRAINT owner_key;');
    expect(stdout).toContain('4 mutants: 3 killed and 1 that no test notices.');
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'drop primary key public.account.account_pkey: constraint payment_account_fkey on table public.payment depends on it',
    );
    expect(stderr).toMatch(/1 of 4, .* {2}killed {2}drop check public\.account\.balance_check/);
    expect(code).toBe(1);
  });

  test('exits with 0 where every mutant that was asked for is killed, and tells all as JSON', async () => {
    using made = project();
    const words = ['mutate', '.', '--except', 'unique*owner', '--json', ...run];
    const { code, stdout, stderr } = await strata(words, { cwd: made.path });
    expect(stderr).toBe('');
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ version: 1, ok: true, dir: '.' });
    expect(report.mutants.map(({ id, verdict }: Record<string, string>) => `${verdict} ${id}`)).toEqual([
      'killed drop check public.account.balance_check',
      'killed drop foreign key public.payment.payment_account_fkey',
      'killed drop not null public.account.balance',
    ]);
    expect(code).toBe(0);
  });

  test('counts tests that never end as a rule that is missed', async () => {
    using made = project();
    const words = ['mutate', '--only', 'balance_check', '--timeout', '10', ...run];
    const { code, stdout } = await strata(words, { cwd: made.path, env: { HANGS: '1' } });
    expect(stdout).toContain('1 noticed by tests that never end');
    expect(code).toBe(0);
  });

  test('3: tests that break before they have a database are no evidence', async () => {
    using made = project({
      'tests.js': `if (!(await import('node:fs')).readFileSync(process.env.STRATA_MUTATION, 'utf8').includes('"none"'))
        throw new Error('the disk is full');
        ${tests}`,
    });
    const { code, stderr } = await strata(['mutate', '--only', 'balance_check', ...run], { cwd: made.path });
    expect(stderr).toContain('the tests fail before they have a database to drop check');
    expect(stderr).toContain('the disk is full');
    expect(code).toBe(3);
  });

  test('--list shows the mutants and runs nothing', async () => {
    using made = project();
    const { code, stdout } = await strata(['mutate', '--list', '--only', 'drop check'], { cwd: made.path });
    expect(stdout).toContain('drop check public.account.balance_check');
    expect(stdout).toContain('1 mutant.');
    expect(code).toBe(0);
  });

  test.each([
    ['fail as they are', { 'tests.js': 'throw new Error("red already")' }, run, 'red already'],
    ['use no test database', { 'tests.js': '' }, run, 'ask for no database'],
    ['are not named', {}, [], 'it is not said how the tests are run'],
    ['cannot be started', {}, ['--', 'no-such-program'], 'no-such-program cannot be started'],
    [
      'are for a mutant that is not there',
      {},
      ['--only', 'nothing like it', ...run],
      'no mutant has such a name',
    ],
  ])('2: tests that %s', async (_, files, words, message) => {
    using made = project(files);
    const { code, stderr } = await strata(['mutate', ...words], { cwd: made.path });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('defect of Strata');
    expect(code).toBe(2);
  });

  test.runIf(process.platform === 'linux')(
    'SIGINT ends the tests as well and leaves no file behind',
    async () => {
      using made = project({
        'tests.js': `import { writeFileSync } from 'node:fs';
        writeFileSync('pid', process.pid + ' ' + process.env.STRATA_MUTATION);
        setTimeout(() => {}, 60_000);`,
      });
      const file = join(made.path, 'pid');
      const { code } = await strata(['mutate', ...run], {
        cwd: made.path,
        meanwhile: async (pid) => {
          for (let i = 0; i < 1200 && !existsSync(file); i += 1) await sleep(50);
          await sleep(100);
          process.kill(pid, 'SIGINT');
        },
      });
      expect(code).toBe(130);
      const [pid, order = ''] = readFileSync(file, 'utf8').split(' ');
      expect(isRunning(pid as string)).toBe(false);
      expect(readdirSync(tmpdir())).not.toContain(order.split('/').at(-2));
    },
  );
});
