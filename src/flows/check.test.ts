import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { StrataError } from '../model/errors.ts';
import { hintText } from '../model/hint.ts';
import { check } from './check.ts';
import { plainRules, plainSettings } from './plain-settings.suite.ts';

test('a slip in the configuration of the last project is told before the first is rehearsed', async () => {
  using dir = directory({
    'a/migrations/001_a.sql': 'CREATE TABLE a (id int PRIMARY KEY);\n',
    'b/migrations/001_b.sql': 'CREATE TABLE b (id int PRIMARY KEY);\n',
  });
  const rehearsed: string[] = [];
  const asked = check({
    cwd: dir.path,
    dirs: [dir.path],
    failOn: 'error',
    settingsOf: async (of) => {
      if (of.endsWith('b')) throw new StrataError('config', 'a slip');
      return plainSettings;
    },
    onProgress: (of) => rehearsed.push(of),
  });
  await expect(asked).rejects.toThrow('a slip');
  expect(rehearsed).toEqual([]);
});

test('configured seeds that name no file are refused before anything is rehearsed', async () => {
  using dir = directory({ 'migrations/001_a.sql': 'CREATE TABLE a (id int PRIMARY KEY);\n', 'rows.sql': '' });
  const checkWith = (seed: string) =>
    check({
      cwd: dir.path,
      dirs: [dir.path],
      failOn: 'error',
      settingsOf: async () => ({ ...plainSettings, seeds: [join(dir.path, seed)] }),
    });
  await expect(checkWith('nope.sql')).rejects.toThrow('seeds: no file is called nope.sql');
  expect((await checkWith('r*.sql')).ok).toBe(true);
});

test('a quote that ends a text too early is told of alone, and not the names that it makes of what follows', async () => {
  const long = 'a table whose name goes over more than the sixty-three bytes that are kept';
  using dir = directory({
    'migrations/001_a.sql': `CREATE TABLE a (id int PRIMARY KEY, body text DEFAULT '"b'"');\nCREATE TABLE "${long}\n" (id int PRIMARY KEY);\nSELECT "a";\n-- ${long}\nSELECT "b";\n`,
  });
  const { projects } = await check({
    cwd: dir.path,
    dirs: [dir.path],
    failOn: 'error',
    settingsOf: async () => plainSettings,
    rulesOf: async (of) => plainRules(of),
  });
  const { findings = [] } = projects[0] ?? {};
  expect(findings.filter(({ rule }) => rule === 'identifier-too-long')).toEqual([]);
  expect(findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([
    `the text '"b' ends at a quote that stands inside of it`,
  ]);
});

test('a table that another history of the run creates is told with where', async () => {
  using dir = directory({
    'migrations/001_payments.sql': 'CREATE TABLE payments (id bigint PRIMARY KEY);\n',
    'v2/migrations/001_currency.sql': 'ALTER TABLE payments ADD COLUMN currency text;\n',
  });
  const { projects } = await check({
    cwd: dir.path,
    dirs: [dir.path],
    failOn: 'error',
    settingsOf: async () => plainSettings,
  });
  const [failing] = projects.flatMap(({ findings }) => findings);
  expect(failing?.rule).toBe('undefined-table');
  expect(failing?.notes).toContain(
    'migrations/001_payments.sql creates payments, in another history: migrations.',
  );
});

test('a statement that is nested too deeply is told of, and the other migrations are judged', async () => {
  const joined = (count: number) => Array.from({ length: count }, () => "'x'").join(' || ');
  using dir = directory({
    'migrations/001_a.sql': 'CREATE TABLE a (id bigint PRIMARY KEY, body text);\n',
    'migrations/002_runs.sql': `CREATE VIEW v AS SELECT ${joined(2_000)} AS body;\n`,
    'migrations/003_fails.sql': `INSERT INTO a VALUES (1, ${joined(9_000)});\nDROP TABLE missing;\n`,
    'migrations/004_drop.sql': 'DROP TABLE a;\n',
  });
  const { projects } = await check({
    cwd: dir.path,
    dirs: [dir.path],
    failOn: 'error',
    settingsOf: async () => plainSettings,
    rulesOf: async () => plainRules(dir.path),
  });
  const found = projects.flatMap(({ findings }) => findings);
  expect(found.map(({ rule, where }) => `${rule} ${where?.file}:${where?.line}`)).toEqual(
    expect.arrayContaining([
      'failed-statement migrations/003_fails.sql:1',
      'undefined-table migrations/003_fails.sql:2',
      'drop-table migrations/004_drop.sql:1',
    ]),
  );
});

test.each([
  ['a byte-order mark', Buffer.from('\ufeffSELECT 1;\n')],
  ['UTF-16 with a mark', Buffer.from('\ufeffSELECT 1;\n', 'utf16le')],
  ['UTF-16 without one', Buffer.from('SELECT 1;\n', 'utf16le')],
  ['a NUL character', Buffer.from('SELECT\0 1;\n')],
])('the command of a hint mends the file from where the command ran: %s', async (_, bytes) => {
  using dir = directory({});
  const file = join(dir.path, "my app's/migrations/001_a.sql");
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, bytes);
  const { projects } = await check({
    cwd: dir.path,
    dirs: [join(dir.path, "my app's")],
    failOn: 'error',
    settingsOf: async () => plainSettings,
  });
  const [finding] = projects.flatMap(({ findings }) => findings);
  const command = hintText(finding?.hint ?? [])
    .split('\n')
    .slice(1)
    .join('\n');
  execFileSync('sh', ['-c', command], { cwd: dir.path });
  expect(readFileSync(file)).toEqual(Buffer.from('SELECT 1;\n'));
});
