import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { check } from '../check.ts';
import { plainSettings } from '../plain-settings.suite.ts';

const made: string[] = [];
afterAll(async () => {
  for (const dir of made) await rm(dir, { recursive: true, force: true });
});

/** A folder as drizzle-kit writes it; what a check finds in it. */
async function findingsOf(texts: readonly string[]) {
  const dir = await mkdtemp(join(tmpdir(), 'strata-together-'));
  made.push(dir);
  await mkdir(join(dir, 'drizzle/meta'), { recursive: true });
  const entries = texts.map((_, idx) => ({
    idx,
    version: '7',
    when: 1000 + idx,
    tag: `000${idx}_step`,
    breakpoints: true,
  }));
  await writeFile(
    join(dir, 'drizzle/meta/_journal.json'),
    JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  );
  for (const [i, text] of texts.entries()) await writeFile(join(dir, `drizzle/000${i}_step.sql`), text);
  const report = await check({
    cwd: dir,
    dirs: [dir],
    failOn: 'error',
    settingsOf: async () => plainSettings,
  });
  return (report.projects[0]?.findings ?? []).map(({ rule, severity, migration, message, where }) => ({
    rule,
    severity,
    migration,
    message,
    line: where?.line,
  }));
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

test('what an empty database refuses, since all is one transaction there, is an error', async () => {
  const deferred =
    'CREATE TABLE parents (id int PRIMARY KEY);\nCREATE TABLE children (parent int REFERENCES parents DEFERRABLE INITIALLY DEFERRED);';
  const rows = 'INSERT INTO parents VALUES (1); INSERT INTO children VALUES (1);';
  const alter = 'ALTER TABLE children ADD COLUMN name text;';
  expect(await findingsOf([deferred, rows, alter])).toEqual([
    expect.objectContaining({ rule: 'fails-together', severity: 'error', migration: '0002_step', line: 1 }),
  ]);
});

test('what passes one by one and together is not told of', async () => {
  expect(await findingsOf([newType, newValue, 'CREATE TABLE other (id int);'])).toEqual([]);
});
