import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { directory, strata } from '../strata.ts';

const committed = {
  'migrations/001_books.sql': 'CREATE TABLE books (id bigint PRIMARY KEY, title text);\n',
  'migrations/002_pages.sql': 'ALTER TABLE books ADD COLUMN pages bigint;\n',
};
const added = 'CREATE INDEX books_title ON books (title);\nALTER TABLE books ADD COLUMN shelf text;\n';

function repository() {
  const project = directory(committed);
  const git = (...words: string[]) =>
    execFileSync('git', [
      '-C',
      project.path,
      '-c',
      'user.name=t',
      '-c',
      'user.email=t@example.org',
      ...words,
    ]);
  git('init', '-q');
  git('add', '.');
  git('commit', '-q', '-m', 'one');
  writeFileSync(join(project.path, 'migrations/003_index.sql'), added);
  return project;
}

const isHalfWritten = (dir: string) => readdirSync(dir).some((name) => name.startsWith('.strata-unfinished'));

const isWritten = (dir: string) => readFileSync(join(dir, 'migrations/003_index.sql'), 'utf8') !== added;

/** Ends `strata check --fix` while its new files are on disk and being proven. */
async function fixAndEnd(dir: string, signal: 'SIGINT' | 'SIGKILL') {
  return strata(['check', '--fix', dir], {
    meanwhile: async (pid) => {
      for (const deadline = Date.now() + 60_000; Date.now() < deadline && !isWritten(dir); ) await sleep(2);
      process.kill(pid, signal);
    },
  });
}

function filesOf(dir: string): Readonly<Record<string, string>> {
  const names = readdirSync(join(dir, 'migrations')).sort();
  return Object.fromEntries(
    names.map((name) => [`migrations/${name}`, readFileSync(join(dir, 'migrations', name), 'utf8')]),
  );
}

const before = { ...committed, 'migrations/003_index.sql': added };

test('Ctrl-C takes back the files that are not proven yet', { timeout: 120_000 }, async () => {
  using project = repository();
  const { code } = await fixAndEnd(project.path, 'SIGINT');
  expect(code).toBe(130);
  expect(isHalfWritten(project.path)).toBe(false);
  expect(filesOf(project.path)).toEqual(before);
});

test('after kill -9 the next run takes them back, and says so', { timeout: 120_000 }, async () => {
  using project = repository();
  const { signal } = await fixAndEnd(project.path, 'SIGKILL');
  expect(signal).toBe('SIGKILL');
  expect(isHalfWritten(project.path)).toBe(true);
  const { code, stdout } = await strata(['check', project.path, '--json']);
  expect(code).toBe(0);
  const findings: { rule: string; message: string }[] = JSON.parse(stdout).projects[0].findings;
  expect(findings.find(({ rule }) => rule === 'unfinished-writing')?.message).toContain('003_index.sql');
  expect(isHalfWritten(project.path)).toBe(false);
  expect(filesOf(project.path)).toEqual(before);
});
