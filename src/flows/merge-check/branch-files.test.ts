import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { writeCommit } from './branch-files.ts';

test('a commit of many files is read by a few processes, byte by byte', async () => {
  const names = Array.from({ length: 300 }, (_, i) => `m/${i} ${i % 2 === 0 ? 'ä' : "b'"}.sql`);
  const textOf = (i: number) => (i === 7 ? '' : `SELECT ${i};\r\n\n${'ü'.repeat(i)}\0`);
  const beside = {
    'app/flyway.conf': 'a',
    'common/types.sql': 'b',
    'logo.svg': 'c',
    'dump.sql': '-'.repeat(2 ** 21),
  };
  using dir = directory({
    ...Object.fromEntries(names.map((name, i) => [`app/${name}`, textOf(i)])),
    ...beside,
  });
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', dir.path, '-c', 'user.name=T', '-c', 'user.email=t@example.com', ...words]);
  git('init', '-q');
  git('-c', 'core.autocrlf=false', 'add', '.');
  git('commit', '-q', '-m', 'work');
  const trace = join(dir.path, 'trace');
  vi.stubEnv('GIT_TRACE', trace);
  const project = await writeCommit(join(dir.path, 'app'), 'HEAD', ['m'], join(dir.path, 'copy'));
  vi.unstubAllEnvs();
  expect(project).toBe(join(dir.path, 'copy/app/'));
  for (const [i, name] of names.entries()) expect(readFileSync(join(project, name), 'utf8')).toBe(textOf(i));
  const copy = readdirSync(join(dir.path, 'copy'), { recursive: true }).filter(
    (name) => !String(name).startsWith('app/m'),
  );
  expect(copy.sort()).toEqual(['.git', 'app', 'app/flyway.conf', 'common', 'common/types.sql']);
  expect(readFileSync(trace, 'utf8').match(/built-in: git/g)?.length).toBeLessThan(10);
});
