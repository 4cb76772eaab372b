import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { windowsOf } from '../../replay/together.ts';
import { check } from '../check.ts';
import { dump } from '../dump.ts';
import { plainSettings } from '../plain-settings.suite.ts';

const made: string[] = [];
afterAll(async () => {
  for (const dir of made) await rm(dir, { recursive: true, force: true });
});

async function projectOf(files: Readonly<Record<string, string>>): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'strata-together-'));
  made.push(dir);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
  return dir;
}

async function lookAt(dir: string, settings = plainSettings) {
  return (await checkOf(dir, settings)).findings;
}

/** What a check finds, and what it says that it did not. */
async function checkOf(dir: string, settings = plainSettings) {
  const report = await check({
    cwd: dir,
    dirs: [dir],
    failOn: 'error',
    settingsOf: async () => settings,
  });
  const { findings = [], notChecked } = report.projects[0] ?? {};
  return {
    findings: findings.map(({ rule, severity, migration, message, where }) => ({
      rule,
      severity,
      migration,
      message,
      line: where?.line,
    })),
    notChecked,
  };
}

/** What a check finds in a folder as drizzle-kit writes it. */
const findingsOf = async (texts: readonly string[]) => lookAt(await drizzleProject(texts));

async function drizzleProject(texts: readonly string[]): Promise<string> {
  const entries = texts.map((_, idx) => ({
    idx,
    version: '7',
    when: 1000 + idx,
    tag: `000${idx}_step`,
    breakpoints: true,
  }));
  return await projectOf({
    'drizzle/meta/_journal.json': JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
    ...Object.fromEntries(texts.map((text, i) => [`drizzle/000${i}_step.sql`, text])),
  });
}

const newType =
  "CREATE TYPE mood AS ENUM ('calm');\n--> statement-breakpoint\nCREATE TABLE days (mood mood);";
const newValue = "ALTER TYPE mood ADD VALUE 'wild';";
const use = "SELECT 1;\n--> statement-breakpoint\nINSERT INTO days VALUES ('wild');";

test('a new enum value that the next file uses fails where both are pending on a database that has the type', async () => {
  expect(await findingsOf([newType, newValue, use])).toEqual([
    {
      rule: 'fails-together',
      severity: 'warning',
      migration: '0002_step',
      message:
        '0002_step fails where 0001_step is pending as well, on databases that have what comes before it: value `wild` of enum `mood` is used in the same transaction that adds it',
      line: 3,
    },
  ]);
});

test('a value that is used in its own file passes on an empty database only', async () => {
  expect(await findingsOf([newType, `${newValue}\n${use}`])).toEqual([
    expect.objectContaining({ rule: 'enum-value-too-new', severity: 'warning', migration: '0001_step' }),
  ]);
});

test('what only an empty database takes is what the history makes', async () => {
  const dir = await drizzleProject([
    newType,
    `${newValue}\n${use}`,
    "CREATE TABLE later (mood mood DEFAULT 'wild');",
  ]);
  const { sql } = await dump({ cwd: dir, source: dir, settingsOf: async () => plainSettings });
  expect(sql).toMatch(/'calm', 'wild'/);
  expect(sql).toMatch(/CREATE TABLE public\.later/);
});

test('a value of a type that the history does not make is used too early on any database', async () => {
  const outside = "ALTER TYPE mood ADD VALUE 'wild'; CREATE TABLE nights (mood mood DEFAULT 'wild');";
  const dir = await drizzleProject(['CREATE TABLE other (id int);', outside]);
  expect(await lookAt(dir, { ...plainSettings, setup: "CREATE TYPE mood AS ENUM ('calm');" })).toEqual([
    expect.objectContaining({ rule: 'enum-value-too-new', severity: 'error', migration: '0001_step' }),
  ]);
});

test('what an empty database refuses, since all is one transaction there, is an error', async () => {
  const deferred =
    'CREATE TABLE parents (id int PRIMARY KEY);\nCREATE TABLE children (parent int REFERENCES parents DEFERRABLE INITIALLY DEFERRED);';
  const rows = 'INSERT INTO parents VALUES (1); INSERT INTO children VALUES (1);';
  const alter = 'ALTER TABLE children ADD COLUMN name text;';
  expect(await findingsOf([deferred, rows, alter])).toEqual([
    expect.objectContaining({ rule: 'fails-together', severity: 'error', migration: '0002_step', line: 1 }),
  ]);
});

test('node-pg-migrate does the same, unless it is told not to', async () => {
  const files = Object.fromEntries(
    [newType, newValue, use].map((text, i) => [
      `migrations/170000000000${i}_step.sql`,
      `-- Up Migration\n${text.replaceAll('--> statement-breakpoint', '')}\n-- Down Migration\n`,
    ]),
  );
  const rulesFor = async (script: string) => {
    const dir = await projectOf({ ...files, 'package.json': JSON.stringify({ scripts: { up: script } }) });
    return (await lookAt(dir)).map(({ rule }) => rule);
  };
  expect(await rulesFor('node-pg-migrate up')).toEqual(['fails-together']);
  expect(await rulesFor('node-pg-migrate up --no-single-transaction')).toEqual([]);
});

test('what passes one by one and together is not told of', async () => {
  expect(await findingsOf([newType, newValue, 'CREATE TABLE other (id int);'])).toEqual([]);
});

test('what only defines is not tried together: no transaction makes a difference to it', () => {
  const windows = (...texts: readonly string[]) =>
    windowsOf({
      migrations: texts.map((text, i) => ({
        name: `000${i}`,
        up: { file: '', text, firstLine: 1 },
        transaction: 'block',
        hash: '',
      })),
    });
  const define = 'CREATE TABLE a (id int);\nALTER TABLE a ADD COLUMN n int;';
  expect(windows(define, '-- none\nDROP TABLE a;\nCOMMENT ON SCHEMA public IS NULL;')).toEqual([]);
  for (const other of [
    'INSERT INTO a VALUES (1);',
    newValue,
    'CREATE TEMP TABLE t () ON COMMIT DROP;',
    'SELECT f();',
  ])
    expect(windows(define, other)).toEqual([{ from: 0, to: 1 }]);
});

test('a tablespace that the files name is there for all of them at once', async () => {
  const days = `SET default_tablespace = spare; SET temp_tablespaces TO 'Late', early;
    CREATE TABLE days (n int) TABLESPACE fast; RESET default_tablespace; RESET temp_tablespaces;`;
  const log =
    'CREATE TABLE log (n int) TABLESPACE fast;\n--> statement-breakpoint\nINSERT INTO log VALUES (1);';
  expect((await findingsOf([days, log])).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('what a rehearsal runs with more rights has them here, and text that is not sent is not counted', async () => {
  const findings = await findingsOf([
    'CREATE SCHEMA lib; CREATE EXTENSION pg_trgm; CREATE EXTENSION vector;',
    'CREATE TABLE items (v vector(3));\nCREATE INDEX by_v ON items USING hnsw (v vector_l2_ops);',
    'ALTER EXTENSION pg_trgm SET SCHEMA lib;',
    newType,
    newValue,
    `ALTER INDEX by_v SET (m = 16);\n--> statement-breakpoint\nALTER EXTENSION pg_trgm SET SCHEMA public;\n${use}`,
  ]);
  expect(findings.map(({ migration, line, message }) => ({ migration, line, message }))).toEqual([
    {
      migration: '0005_step',
      line: 6,
      message:
        '0005_step fails where 0004_step is pending as well, on databases that have what comes before it: value `wild` of enum `mood` is used in the same transaction that adds it',
    },
  ]);
});

test('windows behind a migration that passes on an empty database, or that ends its transaction, are tried too', async () => {
  const other = newType.replaceAll('mood', 'pace').replace('days', 'runs');
  const value = newValue.replace('mood', 'pace');
  const later = use.replace('days', 'runs');
  const texts = [newType, `${newValue}\n${use}`, other, value, later];
  const warned = expect.objectContaining({
    rule: 'fails-together',
    severity: 'warning',
    migration: '0004_step',
  });
  expect(await findingsOf(texts)).toEqual([expect.objectContaining({ migration: '0001_step' }), warned]);
  const committed = [newType, 'BEGIN;\nSELECT 1;\nCOMMIT;', other, value, later];
  expect(await findingsOf(committed)).toEqual([warned]);
});

test('what comes behind a migration that fails by itself is not checked', async () => {
  const broken = "INSERT INTO days VALUES ('loud');";
  const { findings, notChecked } = await checkOf(
    await drizzleProject([newType, 'CREATE TABLE runs (mood mood);', broken, newValue, use]),
  );
  expect(findings.map(({ migration }) => migration)).toEqual(['0002_step']);
  expect(notChecked).toEqual([
    'whether 0003_step to 0004_step can be applied in one transaction, since 0002_step fails before them',
  ]);
});
