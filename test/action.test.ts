import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { directory, program, repository } from './strata.ts';

const action = readFileSync(join(repository, 'action.yml'), 'utf8');

/** The script of the action's only step. */
function script(): string {
  const [, block = ''] = /^ {6}run: \|\n((?: {8}.*\n)+)/m.exec(action) ?? [];
  return block.replaceAll(/^ {8}/gm, '');
}

const run = promisify(execFile);

test('the action annotates, adds to the summary, writes what it is asked for and fails as the check does', async () => {
  using project = directory({
    'a/migrations/001_init.sql': 'CREATE TABLE t (a nope);\n',
    'b/migrations/001_init.sql': 'CREATE TABLE t (a int);\n',
    summary: '',
  });
  const bin = join(project.path, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'strata'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(join(bin, 'strata'), 0o755);
  const env = {
    ...process.env,
    GITHUB_WORKSPACE: project.path,
    GITHUB_STEP_SUMMARY: join(project.path, 'summary'),
    STRATA_PATHS: 'a b',
    STRATA_FAIL_ON: '',
    STRATA_ARGUMENTS: '',
    STRATA_HTML: 'page.html',
    STRATA_SARIF: '',
    STRATA_VERSION: 'latest',
  };
  const read = (name: string) => readFileSync(join(project.path, name), 'utf8');
  const failed = await run('bash', ['-c', script()], { cwd: project.path, env }).catch(
    (error: { code: number; stdout: string }) => error,
  );
  expect(failed.stdout).toMatch(/^::error file=a\/migrations\/001_init\.sql,line=1,/m);
  expect(failed).toMatchObject({ code: 1 });
  expect(read('summary')).toContain('## ❌ Strata: 1 error');
  expect(read('page.html')).toContain('<!doctype html>');
  const passed = await run('bash', ['-c', script()], {
    cwd: project.path,
    env: { ...env, STRATA_FAIL_ON: 'never' },
  });
  expect(passed.stdout).toContain('2 projects');
});

test('docs/ci.md names every input of the action, and the action uses each', () => {
  const page = readFileSync(join(repository, 'docs/ci.md'), 'utf8');
  const inputs = [...action.matchAll(/^ {2}([a-z-]+):\n {4}description:/gm)].map(([, name]) => name);
  expect(inputs).toContain('paths');
  expect(inputs.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  expect(inputs.filter((name) => !action.includes(`\${{ inputs.${name} }}`))).toEqual([]);
});
