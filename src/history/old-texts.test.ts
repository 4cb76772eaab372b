import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Migration } from '../model/migration.ts';
import { oldTexts } from './old-texts.ts';

const root = mkdtempSync(join(tmpdir(), 'strata-old-texts-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const project = join(root, 'apps', 'shop');
mkdirSync(join(project, 'migrations'), { recursive: true });

function commit(message: string): void {
  const git = (...words: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...words]);
  git('add', '.');
  git('commit', '-q', '-m', message);
}

function migration(name: string, text: string): Migration {
  return {
    name,
    up: { file: `migrations/${name}.sql`, text, firstLine: 1 },
    transaction: 'auto',
    hash: '',
  };
}

async function textsOf(runner: 'plain' | 'flyway', name: string): Promise<readonly Migration[]> {
  const found: Migration[] = [];
  for await (const old of oldTexts({ dir: project, runner }, migration(name, ''))) found.push(old);
  return found;
}

test('the texts of a file come from its commits, newest first, also from before it was renamed', async () => {
  const file = (name: string) => join(project, 'migrations', `${name}.sql`);
  const [first, second] = ['CREATE TABLE straße (id int);\n', 'CREATE TABLE straße (id bigint);\n'];
  execFileSync('git', ['-C', root, 'init', '-q', '-b', 'main']);
  writeFileSync(file('001_straße'), first);
  commit('one');
  renameSync(file('001_straße'), file('V1__streets'));
  commit('two');
  writeFileSync(file('V1__streets'), second);
  commit('three');
  expect((await textsOf('plain', 'V1__streets')).map(({ up }) => up.text)).toEqual([second, first]);
  expect(await textsOf('plain', 'V2__nothing')).toEqual([]);
});

test("only Flyway's texts bear its checksum, whatever a file is called", async () => {
  const marks = async (runner: 'plain' | 'flyway') =>
    (await textsOf(runner, 'V1__streets')).map(({ ledgerMark }) => typeof ledgerMark);
  expect(await marks('plain')).toEqual(['undefined', 'undefined']);
  expect(await marks('flyway')).toEqual(['number', 'number']);
});
