import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, test as plain } from 'vitest';
import { check } from '../src/flows/check.ts';
import { judgeRehearsal } from '../src/flows/judge/judge.ts';
import { plainRules, plainSettings } from '../src/flows/plain-settings.suite.ts';
import { findProjects } from '../src/history/detect/detect.ts';
import { readHistory } from '../src/history/read.ts';
import type { History, Migration } from '../src/model/migration.ts';
import type { Policies } from '../src/model/policies.ts';
import type { Rule, Verdict } from '../src/model/rule.ts';
import type { RuleSettings } from '../src/model/rule-settings.ts';
import { openRecords } from '../src/replay/record.ts';
import { rehearse } from '../src/replay/rehearse.ts';

const test = plain.concurrent;

const scratch = mkdtempSync(join(tmpdir(), 'strata-judge-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const init = 'CREATE TABLE books (id bigint PRIMARY KEY, pages bigint, title text);\n';
const drop = 'ALTER TABLE books DROP COLUMN pages;\n';

function project(files: Readonly<Record<string, string>>): string {
  const dir = mkdtempSync(join(scratch, 'project-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), text);
  }
  return dir;
}

async function report(dir: string, settings: Partial<RuleSettings> = {}, cache = false) {
  const { projects } = await check({
    cwd: dir,
    dirs: [dir],
    failOn: 'error',
    settingsOf: async () => ({ ...plainSettings, cache, cacheDir: cache ? join(dir, '.cache') : undefined }),
    rulesOf: async () => ({ ...plainRules(dir), ...settings }),
  });
  return projects[0]!;
}

async function rulesFound(dir: string, settings: Partial<RuleSettings> = {}): Promise<readonly string[]> {
  const { findings } = await report(dir, settings);
  return findings.filter(({ severity }) => severity !== 'info').map(({ rule }) => rule);
}

describe('suppressions', () => {
  test('a comment with a reason allows the finding, and the report counts it', async ({ expect }) => {
    const dir = project({
      'migrations/001.sql': init,
      'migrations/002.sql': `SET lock_timeout = '2s';\n-- strata: allow drop-column until 2027-01-31 because it was never filled\n${drop}`,
    });
    const { findings, allowed } = await report(dir);
    expect(findings.map(({ rule }) => rule)).not.toContain('drop-column');
    expect(allowed).toBe(1);
  });

  test('a comment for squawk allows what its rule is covered by, and is no fault where it allows nothing', async ({
    expect,
  }) => {
    const dir = project({
      'migrations/001.sql': `-- squawk-ignore-file ban-drop-table\n${init}`,
      'migrations/002.sql': `SET lock_timeout = '2s';\n-- squawk-ignore ban-drop-column\n${drop}\n-- squawk-ignore\nALTER TABLE books DROP COLUMN title;\n`,
    });
    const { findings, allowed } = await report(dir);
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(allowed).toBeGreaterThanOrEqual(2);
  });

  test('one without a reason allows nothing and is found itself', async ({ expect }) => {
    const dir = project({
      'migrations/001.sql': init,
      'migrations/002.sql': `-- strata: allow drop-column\n${drop}`,
    });
    expect((await rulesFound(dir)).toSorted()).toEqual(['bad-suppression', 'drop-column']);
  });

  test('one whose day has passed is found, and so is what it allowed', async ({ expect }) => {
    const dir = project({
      'migrations/001.sql': init,
      'migrations/002.sql': `-- strata: allow drop-column until 2026-11-19 because later\n${drop}`,
    });
    expect((await rulesFound(dir)).toSorted()).toEqual(['drop-column', 'expired-suppression']);
    expect(await rulesFound(dir, { today: '2026-11-19' })).toEqual([]);
  });

  test('one whose day has passed does not stand in the way of one that still holds', async ({ expect }) => {
    const dir = project({
      'migrations/001.sql': init,
      'migrations/002.sql': `-- strata: allow drop-column until 2026-11-19 because later\nSET lock_timeout = '2s';\n-- strata: allow drop-column because it was never filled\n${drop}`,
    });
    expect(await rulesFound(dir)).toEqual(['expired-suppression']);
  });

  test('one that allows nothing is found, unless its rule or this finding is off', async ({ expect }) => {
    const dir = project({ 'migrations/001.sql': `-- strata: allow drop-table because of nothing\n${init}` });
    expect(await rulesFound(dir)).toEqual(['unused-suppression']);
    expect(await rulesFound(dir, { levels: { 'drop-table': 'off' } })).toEqual([]);
    expect(await rulesFound(dir, { levels: { 'unused-suppression': 'off' } })).toEqual([]);
  });

  test('the configuration allows by rule, file and what the message says', async ({ expect }) => {
    const dir = project({ 'migrations/001.sql': init, 'migrations/002.sql': drop });
    const because = 'it was never filled';
    expect(await rulesFound(dir, { allowances: [{ rule: 'drop-column', in: '002*', because }] })).toEqual([]);
    expect(
      await rulesFound(dir, { allowances: [{ rule: 'drop-column', about: '`pages`', because }] }),
    ).toEqual([]);
    expect(await rulesFound(dir, { allowances: [{ rule: 'drop-column', in: '001*', because }] })).toEqual([
      'drop-column',
      'unused-suppression',
    ]);
    const shared = { sharesAllowances: true, allowances: [{ rule: 'drop-table', because }] };
    expect(await rulesFound(dir, shared)).toEqual(['drop-column']);
  });
});

describe('severities', () => {
  test('the configuration sets them, and the presets shift them', async ({ expect }) => {
    const dir = project({ 'migrations/001.sql': init, 'migrations/002.sql': drop });
    const severities = async (settings: Partial<RuleSettings>) =>
      Object.fromEntries(
        (await report(dir, settings)).findings.map(({ rule, severity }) => [rule, severity]),
      );
    expect(await severities({})).toEqual({ 'drop-column': 'warning', 'no-lock-timeout': 'info' });
    expect(await severities({ preset: 'calm' })).toEqual({ 'drop-column': 'warning' });
    expect(await severities({ preset: 'strict' })).toEqual({
      'drop-column': 'warning',
      'no-lock-timeout': 'warning',
    });
    expect(await severities({ levels: { 'drop-column': 'error', 'no-lock-timeout': 'off' } })).toEqual({
      'drop-column': 'error',
    });
  });

  test('findings of failures and of own rules have levels as well', async ({ expect }) => {
    const dir = project({ 'migrations/001.sql': init });
    const own: Rule = {
      id: 'own',
      group: 'policy',
      severity: 'info',
      summary: 's',
      descendsFrom: [],
      judge: () => [],
    };
    const levels = { own: 'error', 'undefined-column': 'warning', 'stale-client': 'off' } as const;
    expect((await report(dir, { levels, ownRules: [own] })).findings).toEqual([]);
  });
});

test('a baseline passes over what was there, and nothing else', async ({ expect }) => {
  const dir = project({ 'migrations/001.sql': init, 'migrations/002.sql': drop });
  expect((await report(dir, { writesBaseline: true })).findings).toEqual([]);
  expect(existsSync(join(dir, 'strata-baseline.json'))).toBe(true);
  expect(await rulesFound(dir)).toEqual([]);
  writeFileSync(join(dir, 'migrations/003.sql'), 'ALTER TABLE books RENAME COLUMN title TO name;\n');
  expect(await rulesFound(dir)).toEqual(['rename-column']);
  writeFileSync(join(dir, 'migrations/004.sql'), 'ALTER TABLE nowhere ADD COLUMN a int;\n');
  expect(await rulesFound(dir, { writesBaseline: true })).toEqual(['undefined-table']);
  expect(await rulesFound(dir)).toEqual(['undefined-table']);
  writeFileSync(join(dir, 'strata-baseline.json'), '[]');
  await expect(report(dir)).rejects.toMatchObject({ code: 'config' });
});

test("a rule of the project's own is asked like any other", async ({ expect }) => {
  const dir = project({ 'migrations/001.sql': init });
  const { findings } = await report(dir, {
    ownRules: [
      {
        id: 'no-books',
        group: 'policy',
        severity: 'error',
        summary: 'We have no books.',
        descendsFrom: [],
        *judge({ acts, schema }) {
          if (schema?.facts.has('table:public.books'))
            yield { message: 'a book', act: acts[0], focus: 'books' };
        },
      },
    ],
  });
  expect(findings[0]).toMatchObject({
    rule: 'no-books',
    where: { file: 'migrations/001.sql', line: 1, column: 14 },
  });
});

test("what is wrong with a rule of the project's own is an error that names it", async ({ expect }) => {
  const dir = project({ 'migrations/001.sql': init });
  const own = { id: 'own', group: 'policy', severity: 'error', summary: 'Ours.', descendsFrom: [] } as const;
  const asked = (rule: Partial<Rule>) => report(dir, { ownRules: [{ ...own, judge: () => [], ...rule }] });
  const yields = (verdict: unknown) => asked({ judge: () => [verdict as Verdict] });
  const refused = (message: string) => ({ code: 'config', message: expect.stringContaining(message) });
  await expect(yields({ message: 5 })).rejects.toMatchObject(refused('`own` of strata.config yields'));
  await expect(yields({ message: 'a', notes: 'b' })).rejects.toMatchObject(refused('`notes`'));
  await expect(yields({ message: 'a', act: 1 })).rejects.toMatchObject(refused('`act`'));
  await expect(yields(undefined)).rejects.toMatchObject(refused('not a verdict: undefined'));
  await expect(asked({ id: 'drop-table' })).rejects.toMatchObject(refused("one of Strata's"));
  const throws = () => {
    throw new Error('bang');
  };
  await expect(asked({ judge: throws })).rejects.toMatchObject(refused('failed: bang'));
});

test('--since judges only what differs from where the branch began', async ({ expect }) => {
  const dir = project({ 'migrations/001.sql': init, 'migrations/002.sql': drop });
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', dir, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words]);
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  git('checkout', '-q', '-b', 'branch');
  expect(await rulesFound(dir, { since: 'main' })).toEqual([]);
  writeFileSync(join(dir, 'migrations/003.sql'), 'ALTER TABLE books RENAME COLUMN title TO name;\n');
  expect(await rulesFound(dir, { since: 'main' })).toEqual(['rename-column']);
  git('add', '.');
  git('commit', '-q', '-m', 'two');
  expect(await rulesFound(dir, { since: 'main' })).toEqual(['rename-column']);
  expect(await rulesFound(dir, { since: 'main', writesBaseline: true })).toEqual([]);
  expect(await rulesFound(dir), 'the baseline is of all files').toEqual([]);
  await expect(report(dir, { since: 'nowhere' })).rejects.toMatchObject({ code: 'usage' });
  await expect(report(dir, { since: '--output=x' })).rejects.toMatchObject({ code: 'usage' });
});

test('without a repository --since is refused', async ({ expect }) => {
  const dir = project({ 'migrations/001.sql': init });
  await expect(report(dir, { since: 'main' })).rejects.toMatchObject({ code: 'usage' });
});

test('a file that alters a table of no migration is judged by its text beside its failure', async ({
  expect,
}) => {
  const dir = project({ 'migrations/001.sql': 'ALTER TABLE recipes ADD COLUMN note text NOT NULL;\n' });
  expect(await rulesFound(dir)).toEqual(['undefined-table', 'add-required-column']);
});

test('an unchanged project is judged from the disk, a changed down or policy anew', async ({ expect }) => {
  const dir = project({ 'migrations/001.sql': init, 'migrations/002.sql': drop });
  const [root] = (await findProjects(dir)).projects;
  const history = await readHistory(root!);
  const again = async (policies: Policies, changed: History = history) => {
    const rehearsal = await rehearse(changed, {
      engine: 'native',
      superuser: false,
      extensions: {},
      roles: [],
      setup: '',
      code: 'fixed',
      records: openRecords(join(dir, '.records')),
      cacheDir: join(dir, '.cache'),
      readsSchema: true,
    });
    let asked = false;
    const schema = () => {
      asked = true;
      return rehearsal.schema();
    };
    const findings = await judgeRehearsal(changed, { ...rehearsal, schema }, { policies, sizes: undefined });
    return { findings, asked };
  };
  const first = await again({});
  expect(first.asked).toBe(true);
  expect(await again({})).toEqual({ findings: first.findings, asked: false });
  expect((await again({ qualifiedNames: true })).asked).toBe(true);
  const down = {
    file: 'migrations/002.down.sql',
    text: 'ALTER TABLE books ADD COLUMN pages bigint;',
    firstLine: 1,
  };
  const [one, two] = history.migrations as [Migration, Migration];
  const withDown = await again({}, { ...history, migrations: [one, { ...two, down }] });
  expect(withDown.findings.map(({ rule }) => rule)).toContain('down-loses-data');
});

test('what a DO block does is seen, though its text need not say so', async ({ expect }) => {
  const dir = project({
    'migrations/001.sql': init,
    'migrations/002.sql': `SET lock_timeout = '2s';
DO $$
DECLARE
  t text := 'bo' || 'oks';
BEGIN
  EXECUTE format('ALTER TABLE %I RENAME COLUMN title TO name', t);
  EXECUTE format('CREATE INDEX books_name_idx ON %I (name)', t);
  EXECUTE format('ALTER TABLE %I ADD CHECK (pages > 0)', t);
  EXECUTE format('ALTER TABLE %I DROP COLUMN pages', t);
END $$;
`,
  });
  const { findings } = await report(dir);
  const found = findings.map(({ rule }) => rule).toSorted();
  expect(found).toEqual(['check-scan', 'drop-column', 'hidden-lock', 'index-blocks-writes', 'rename-column']);
  expect(findings.every(({ where }) => where?.file === 'migrations/002.sql')).toBe(true);
});

test('a table that is dropped and made again is dropped', async ({ expect }) => {
  const dir = project({
    'migrations/001.sql': init,
    'migrations/002.sql':
      'DROP TABLE books;\nCREATE TABLE books (id bigint PRIMARY KEY);\nDROP TABLE books;\n',
  });
  const { findings } = await report(dir);
  expect(findings.filter(({ rule }) => rule === 'drop-table').map(({ where }) => where?.line)).toEqual([1]);
});

test('a first migration stays quiet, also where it begins with DROP IF EXISTS', async ({ expect }) => {
  const dir = project({
    'migrations/001.sql': `DROP TABLE IF EXISTS books CASCADE;
${init}CREATE INDEX books_title_idx ON books (title);
ALTER TABLE books ADD CHECK (id > 0), ALTER COLUMN title SET NOT NULL, DROP COLUMN pages;
UPDATE books SET title = trim(title);
`,
  });
  expect(await rulesFound(dir)).toEqual([]);
});

test('CASCADE tells what it takes along, and not what belongs to what is named', async ({ expect }) => {
  const dir = project({
    'migrations/001.sql': `CREATE SCHEMA shop;
CREATE TABLE shop.orders (id bigserial PRIMARY KEY);
CREATE TABLE books (id bigserial PRIMARY KEY, title text UNIQUE);
CREATE TABLE loans (id bigserial PRIMARY KEY, book_id bigint REFERENCES books (id));
CREATE INDEX loans_book_idx ON loans (book_id);
CREATE VIEW titles AS SELECT title FROM books;
`,
    'migrations/002.sql': `SET lock_timeout = '2s';
DROP TABLE books CASCADE;
DROP TABLE loans CASCADE;
DROP SCHEMA shop CASCADE;
`,
  });
  const { findings } = await report(dir);
  const told = findings.filter(({ rule }) => rule === 'drop-cascade').map(({ message }) => message);
  expect(told).toEqual([
    'CASCADE takes 2 more objects along: table constraint loans_book_id_fkey on public.loans, view public.titles',
    'CASCADE takes one more object along: table shop.orders',
  ]);
});
