import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { directory } from '../../test/strata.ts';
import { hintText } from '../model/hint.ts';
import { findProjects } from './detect/detect.ts';
import { rootsOfFiles } from './named-files.ts';
import { readHistory } from './read.ts';

const cases = path.resolve(import.meta.dirname, '../../cases/history');

async function readCase(name: string) {
  const { projects } = await findProjects(path.join(cases, name));
  return readHistory(projects[0]!);
}

describe('the platform', () => {
  it('is Supabase where policies name auth.uid()', async () => {
    expect((await readCase('plain-platform')).platform).toBe('supabase');
    expect((await readCase('plain-numbers')).platform).toBe('none');
    expect((await readCase('drizzle-into-supabase')).platform).toBe('supabase');
  });
});

describe('the configuration of the project', () => {
  it('overrides layout, runner and platform', async () => {
    const { projects } = await findProjects(path.join(cases, 'plain-numbers'));
    const history = await readHistory(projects[0]!, { runner: 'goose', platform: 'supabase' });
    expect(history).toMatchObject({ runner: 'goose', platform: 'supabase', folder: 'migrations' });
    expect(history.findings.map((finding) => finding.rule)).toContain('missing-up-section');
    expect((await readHistory(projects[0]!, { layout: 'supabase' })).runner).toBe('supabase');
  });

  it('says what a program fills in, the longest name first', async () => {
    const { projects } = await findProjects(path.join(cases, 'pairs-apart'));
    const history = await readHistory(projects[0]!, {
      placeholders: { users: 'people', 'users ADD': 'people ADD COLUMN' },
    });
    expect(history.migrations.map(({ up }) => up.text)).toEqual([
      'CREATE TABLE people (id int);\n',
      'ALTER TABLE people ADD COLUMN email text;\n',
    ]);
    expect(history.migrations[0]?.down?.text).toBe('DROP TABLE people;\n');
  });
});

describe('files that are named one by one', () => {
  /** What is read of files that were named, without the others of the directory. */
  const readNamed = async (
    others: Readonly<Record<string, string>>,
    files: Readonly<Record<string, string>>,
  ) => {
    using dir = directory({ ...others, ...files });
    const roots = rootsOfFiles(Object.keys(files).map((file) => path.join(dir.path, file)));
    const histories = await Promise.all(roots.map((root) => readHistory(root)));
    return histories.flatMap(({ migrations, findings }) => [
      ...migrations.map(({ name, up, down }) =>
        [name, up.text, down?.text].filter((one) => one !== undefined),
      ),
      ...findings.map(({ rule, where }) => [rule, where?.file]),
    ]);
  };

  it('run in the order of their runner, with the values of its configuration', async () => {
    const files = { 'R__views.sql': 'r', 'V10__b.sql': `\${app}`, 'V9__a.sql': 'a', 'U9__a.sql': 'u' };
    const below = Object.entries(files).map(([name, text]) => [
      `src/main/resources/db/migration/${name}`,
      text,
    ]);
    const others = {
      'flyway.conf': 'flyway.placeholders.app=shop\n',
      'src/main/resources/db/migration/V1__x.sql': 'x',
    };
    expect(await readNamed({ 'pom.xml': '', ...others }, Object.fromEntries(below))).toEqual([
      ['V9__a', 'a', 'u'],
      ['V10__b', 'shop'],
      ['R__views', 'r'],
    ]);
  });

  it('run their way up alone, whether the way down lies in the same file or in another', async () => {
    const others = {
      'package.json': '',
      'migrations/1_first.sql': '-- first\n',
      'migrations/1_program.js': '',
    };
    const files = {
      'migrations/2_a.sql': '-- Up Migration\na\n-- Down Migration\nnot a\n',
      'migrations/3_b.down.sql': 'not b',
      'migrations/3_b.up.sql': 'b',
      'migrations/4_c/down.sql': 'not c',
      'migrations/4_c/up.sql': 'c',
    };
    expect(await readNamed(others, files)).toEqual([
      ['2_a', 'a\n', 'not a\n'],
      ['3_b', 'b', 'not b'],
      ['4_c', 'c', 'not c'],
    ]);
  });

  it.each([
    ['schema.sql', 'schema'],
    ['2_a.down.sql', '2_a.down'],
    ['2_a/down.sql', '2_a'],
    ['U2__a.sql', 'U2__a'],
  ])('are read whatever their names say: %s', async (file, name) => {
    expect(await readNamed({ 'package.json': '' }, { [`migrations/${file}`]: 'a' })).toEqual([[name, 'a']]);
  });
});

it.each(['utf8', 'utf16le'] as const)('the runner is told below a byte-order mark, %s', async (encoding) => {
  const text = '\ufeff-- +goose Up\nCREATE TABLE t ();\n-- +goose Down\nDROP TABLE t;\n';
  using dir = directory({ 'migrations/001_a.sql': Buffer.from(text, encoding) });
  const { projects } = await findProjects(dir.path);
  const { runner, migrations } = await readHistory(projects[0]!);
  expect([runner, migrations[0]?.up.text]).toEqual(['goose', 'CREATE TABLE t ();\n']);
});

describe('messages', () => {
  it('tell the two lines of a lock file', async () => {
    const { findings } = await readCase('prisma-no-lock');
    expect(hintText(findings[0]?.hint ?? [])).toBe(
      'Write these two lines to prisma/migrations/migration_lock.toml and commit it:\n# Please do not edit this file manually\nprovider = "postgresql"',
    );
  });

  it('fill in what tern and Spring have in their configurations', async () => {
    const last = async (name: string) => (await readCase(name)).migrations.at(-1);
    expect((await last('tern'))?.up.text).toContain('CREATE TABLE shop_roles');
    expect((await last('tern'))?.down?.text).toBe('DROP TABLE shop_roles;\n');
    expect((await last('flyway-spring'))?.up.text).toBe('create role shop_reader;\n');
  });

  it('fill in the placeholders that Flyway knows', async () => {
    const history = await readCase('flyway-placeholders');
    expect(history.migrations[0]?.up.text).toContain('-- shop_owner\n');
    expect(history.findings[0]).toMatchObject({
      where: { file: 'sql/V1__init.sql', line: 3, column: 26 },
      hint: [expect.any(String), { code: expect.stringContaining('flyway.placeholders.reader=') }],
    });
  });
});

describe('what psql includes', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'strata-read-'));
    await mkdir(path.join(dir, 'migrations'));
    await mkdir(path.join(dir, 'sql'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const write = (file: string, text: string) => writeFile(path.join(dir, file), text);
  const read = (runner: 'plain' | 'goose' = 'plain') =>
    readHistory({ dir, layout: 'sql', runner, folder: 'migrations', evidence: [] });

  it('is put in with the variables that are set before it, and makes another migration when it changes', async () => {
    await write('migrations/001_a.sql', "\\set name notes\n\\i 'sql/table.sql'\nselect 1;");
    await write('sql/table.sql', 'create table :name ();');
    const [one] = (await read()).migrations;
    expect(one?.up.text).toBe('\\set name notes\ncreate table notes ();\nselect 1;');
    await write('sql/table.sql', 'create table :name (id int);');
    const [other] = (await read()).migrations;
    expect(other?.hash).not.toBe(one?.hash);
    expect((await read('goose')).migrations[0]?.up.text).not.toContain('create table');
  });

  it('stays a command where it is missing, runs as a migration by itself, or includes what includes it', async () => {
    await write('migrations/001_a.sql', '\\ir nowhere.sql\n\\i sql/one.sql\n');
    await write('migrations/002_all.sql', '\\ir 001_a.sql\n');
    await write('sql/one.sql', 'select 1;\n\\ir two.sql');
    await write('sql/two.sql', 'select 2;\n\\ir one.sql');
    const { migrations } = await read();
    expect(migrations.map(({ up }) => up.text)).toEqual([
      '\\ir nowhere.sql\nselect 1;\nselect 2;\n\\ir one.sql\n',
      '\\ir 001_a.sql\n',
    ]);
  });
});

describe('downs in a folder of their own', () => {
  it('are told of where they are no SQL in UTF-8, and belong to one migration each', async () => {
    const up = (name: string) => [`prisma/migrations/${name}/migration.sql`, 'SELECT 1;\n'];
    using dir = directory({
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      ...Object.fromEntries(['1_a', '2_b', '3_c'].map(up)),
      'prisma/rollbacks/1_a.sql': Buffer.from("SELECT 'caf\xe9';\n", 'latin1'),
      'prisma/rollbacks/2_b.sql': 'PGDMP',
      'prisma/rollbacks/migration.sql': 'DROP TABLE t;\n',
    });
    const { projects } = await findProjects(dir.path);
    const { migrations, findings } = await readHistory(projects[0]!);
    expect(migrations.map(({ down }) => down?.file)).toEqual([
      'prisma/rollbacks/1_a.sql',
      undefined,
      undefined,
    ]);
    expect(findings.map(({ rule, migration }) => [rule, migration])).toEqual([
      ['encoding', '1_a'],
      ['unreadable-migration', '2_b'],
    ]);
  });
});

describe('a file that cannot be read', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'strata-read-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it.skipIf(process.platform === 'win32')(
    'is told of, and does not hold the reader up, when it is a named pipe',
    async () => {
      execFileSync('mkfifo', [path.join(dir, '001_a.sql')]);
      const history = await readHistory({ dir, layout: 'sql', runner: 'plain', folder: '.', evidence: [] });
      expect(history.findings).toMatchObject([
        {
          rule: 'unreadable-migration',
          message: '001_a.sql cannot be read: it is not a regular file but a pipe, a device or the like',
        },
      ]);
    },
  );

  it.skipIf(process.getuid?.() === 0)(
    'stays in the list with a finding that says how to allow it',
    async () => {
      await writeFile(path.join(dir, '001_a.sql'), 'select 1;');
      await chmod(path.join(dir, '001_a.sql'), 0o000);
      const history = await readHistory({ dir, layout: 'sql', runner: 'plain', folder: '.', evidence: [] });
      expect(history.migrations).toHaveLength(1);
      expect(history.findings).toMatchObject([
        { rule: 'unreadable-migration', hint: ['Allow it:', { code: "chmod u+r '001_a.sql'" }] },
      ]);
    },
  );
});
