import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import type { MergeCheck } from '../model/merge-check.ts';
import { mergeCheckJson, mergeCheckReport } from '../report/merge-check.ts';
import { noPaint } from '../report/paint.ts';
import { mergeCheck } from './merge-check.ts';
import { ownCastSql } from './own-cast.suite.ts';
import { plainSettings as settings } from './plain-settings.suite.ts';
import { unreadSql } from './unread.suite.ts';

/** A project whose branches `main` and `topic` each added migrations after the first; `topic` is checked out. */
function branches(
  theirs: Readonly<Record<string, string>>,
  ours: Readonly<Record<string, string>>,
  below = '.',
  before: Readonly<Record<string, string>> = {},
) {
  const dir = directory({
    [join(below, 'migrations/001_users.sql')]: 'CREATE TABLE users (id int PRIMARY KEY, name text);\n',
  });
  const git = (...words: string[]) => gitIn(dir.path, ...words);
  const add = (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      const path = join(dir.path, below, 'migrations', name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    git('add', '.');
    git('commit', '-q', '-m', 'work', '--allow-empty');
  };
  git('init', '-q', '-b', 'main');
  add(before);
  git('checkout', '-q', '-b', 'topic');
  add(ours);
  git('checkout', '-q', 'main');
  add(theirs);
  git('checkout', '-q', 'topic');
  return dir;
}

function gitIn(dir: string, ...words: string[]): void {
  execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', ...words], {
    cwd: dir,
    stdio: 'pipe',
  });
}

function check(dir: string, below = '.'): Promise<MergeCheck> {
  return mergeCheck({ cwd: dir, dir: join(dir, below), base: 'main', settingsOf: async () => settings });
}

test('migrations that do not touch each other run in either order', async () => {
  using dir = branches(
    { '002_posts.sql': 'CREATE TABLE posts (id int);' },
    { '003_tags.sql': 'CREATE TABLE tags (id int);' },
  );
  expect(await check(dir.path)).toMatchObject({
    ok: true,
    ours: ['003_tags'],
    theirs: ['002_posts'],
    conflicts: [],
    notes: [],
  });
});

test('a migration that fails where the other ran before is told with both', async () => {
  using dir = branches(
    { '002_names.sql': 'ALTER TABLE users RENAME name TO full_name;' },
    { '003_index.sql': 'CREATE INDEX users_name ON users (name);' },
  );
  const found = await check(dir.path);
  expect(found).toMatchObject({
    ok: false,
    conflicts: [
      {
        kind: 'fails',
        ours: '003_index',
        theirs: '002_names',
        where: { file: 'migrations/003_index.sql', line: 1 },
      },
    ],
  });
  expect(mergeCheckReport(found, { paint: noPaint, width: 100 })).toContain('column "name" does not exist');
});

test('a migration that fails by itself is told, and one that both branches have stops the comparison', async () => {
  using dir = branches(
    { '002_posts.sql': 'CREATE TABLE posts (id int);' },
    { '003_tags.sql': 'CREATE TABEL tags (id int);' },
  );
  expect(await check(dir.path)).toMatchObject({
    ok: false,
    sameRows: false,
    conflicts: [
      { kind: 'fails', ours: '003_tags', theirs: undefined, where: { file: 'migrations/003_tags.sql' } },
    ],
  });
  using other = branches(
    { '002_posts.sql': 'CREATE TABLE posts (id int);' },
    { '003_tags.sql': 'CREATE TABLE tags (id int);' },
    '.',
    { '001_views.sql': 'CREATE VIEW v AS SELECT * FROM nowhere;' },
  );
  await expect(check(other.path)).rejects.toThrow('001_views, which both branches have, does not replay');
  writeFileSync(join(other.path, 'migrations/003_tags.sql'), Buffer.from([0, 1, 2, 255, 254, 0, 7]));
  await expect(check(other.path)).rejects.toThrow('003_tags.sql cannot be read');
});

test('what depends on who runs last is told object by object', async () => {
  using dir = branches(
    { '002_default.sql': "ALTER TABLE users ALTER name SET DEFAULT 'theirs';" },
    { '003_default.sql': "ALTER TABLE users ALTER name SET DEFAULT 'ours';" },
  );
  const found = await check(dir.path);
  expect(found.conflicts).toMatchObject([
    {
      kind: 'order-matters',
      ours: '003_default',
      theirs: '002_default',
      object: 'default public.users.name',
    },
  ]);
  expect(found.conflicts[0]?.message).toContain(
    "'ours'::text when ours runs last, 'theirs'::text when theirs does",
  );
  expect(JSON.parse(mergeCheckJson(found))).toMatchObject({ version: 1, ok: false });
});

test('two with the same number are told before anything is rehearsed', async () => {
  using dir = branches(
    { '002_posts.sql': 'CREATE TABLE posts (id int);' },
    { '002_tags.sql': 'CREATE TABLE tags (id int);' },
  );
  expect((await check(dir.path)).conflicts).toMatchObject([
    { kind: 'same-number', ours: '002_tags', theirs: '002_posts' },
  ]);
});

const goose = (table: string) =>
  `-- +goose Up\nCREATE TABLE ${table} (id int);\n-- +goose Down\nDROP TABLE ${table};\n`;

test.each([
  ['goose, with and without zeros', '2_posts.sql', '00002_tags.sql', goose],
  ['goose, with digits in their words', '002_2026_posts.sql', '002_2027_tags.sql', goose],
  ['golang-migrate', '002_2026_posts.up.sql', '2_tags.up.sql', undefined],
])('two that are one version to %s bear the same number', async (_, theirs, ours, text) => {
  const file = (name: string, table: string) => ({
    [name]: text?.(table) ?? `CREATE TABLE ${table} (id int);`,
    ...(name.endsWith('.up.sql') ? { [name.replace('.up.', '.down.')]: `DROP TABLE ${table};` } : {}),
  });
  using dir = branches(file(theirs, 'posts'), file(ours, 'tags'), '.', {
    '001_users.sql': text?.('users') ?? 'CREATE TABLE users (id int);',
  });
  expect((await check(dir.path)).conflicts).toMatchObject([{ kind: 'same-number' }]);
});

test.each([
  [
    'diesel, of one year',
    { 'diesel.toml': '' },
    '2026-02-01-000000_posts/up.sql',
    '2026-03-01-000000_tags/up.sql',
  ],
  [
    'nobody that is known, of one year',
    {},
    '2026-02-01-000000_posts/up.sql',
    '2026-03-01-000000_tags/up.sql',
  ],
])('two migrations of %s have numbers of their own', async (_, files, theirs, ours) => {
  using dir = branches(
    { [theirs]: 'CREATE TABLE posts (id int);' },
    { [ours]: 'CREATE TABLE tags (id int);' },
    '.',
    { '2026-01-01-000000_users/up.sql': 'CREATE TABLE users (id int);' },
  );
  rmSync(join(dir.path, 'migrations/001_users.sql'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir.path, name), text);
  expect(await check(dir.path)).toMatchObject({ ok: true, conflicts: [] });
});

test('a project below the top of the repository is found, and one that comes too early is noted', async () => {
  using dir = branches(
    { '003_posts.sql': 'CREATE TABLE posts (id int);' },
    { '002_tags.sql': 'CREATE TABLE tags (id int);' },
    'apps/api',
  );
  const found = await check(dir.path, 'apps/api');
  expect(found).toMatchObject({ ok: true, theirs: ['003_posts'] });
  expect(found.notes[0]).toContain('002_tags would come before 003_posts');
});

test.each([
  ['9_tags', '10_posts', ['9_tags would come before 10_posts']],
  ['10_tags', '9_posts', []],
])('whether %s comes before %s is told by the numbers', async (ours, theirs, notes) => {
  using dir = branches(
    { [`${theirs}.sql`]: 'CREATE TABLE posts (id int);' },
    { [`${ours}.sql`]: 'CREATE TABLE tags (id int);' },
  );
  expect((await check(dir.path)).notes).toEqual(notes.map((note) => expect.stringContaining(note)));
});

const locations = 'flyway.locations=filesystem:migrations,filesystem:../more\n';

test('the migrations of all folders of a history are compared, those beside the project too', async () => {
  using dir = branches(
    { '../../more/V7__posts.sql': 'CREATE TABLE posts (id int);' },
    { '../../more/V7__tags.sql': 'CREATE TABLE tags (id int);' },
    'api',
    { '../flyway.conf': locations, '../../more/V1__kinds.sql': 'CREATE TABLE kinds (id int);' },
  );
  expect(await check(dir.path, 'api')).toMatchObject({
    ok: false,
    ours: ['V7__tags'],
    theirs: ['V7__posts'],
    conflicts: [{ kind: 'same-number' }],
  });
});

test('a folder that the other branch lacks has no migrations there; those of the others count', async () => {
  using dir = branches(
    { 'V7__posts.sql': 'CREATE TABLE posts (id int);' },
    { '../../more/V7__tags.sql': 'CREATE TABLE tags (id int);' },
    'api',
    { '../flyway.conf': locations },
  );
  expect((await check(dir.path, 'api')).conflicts).toMatchObject([{ kind: 'same-number' }]);
});

test('another branch whose migrations cannot be read is an error, and no branch without migrations', async () => {
  using dir = branches({}, { '002_tags.sql': 'CREATE TABLE tags (id int);' });
  gitIn(dir.path, 'checkout', '-q', 'main');
  rmSync(join(dir.path, 'migrations'), { recursive: true });
  writeFileSync(join(dir.path, 'migrations'), 'elsewhere\n');
  gitIn(dir.path, 'add', '.');
  gitIn(dir.path, 'commit', '-q', '-m', 'no folder');
  gitIn(dir.path, 'checkout', '-q', 'topic');
  await expect(check(dir.path)).rejects.toMatchObject({ code: 'project' });
});

const schema = '$' + '{schema}';
const users = `CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.users (id int, name text);\n`;

test('branches are read with their configuration, repeatable scripts run again, and other edits are told of', async () => {
  using dir = branches(
    {
      'R__views.sql': 'CREATE OR REPLACE VIEW app.names AS SELECT id FROM app.users;',
      'V2__drop.sql': 'DROP VIEW IF EXISTS app.names; ALTER TABLE app.users DROP name;',
      'V1__users.sql': `-- theirs\n${users}`,
    },
    {
      'R__views.sql': 'CREATE OR REPLACE VIEW app.names AS SELECT id, name, nick FROM app.users;',
      'V3__nick.sql': `ALTER TABLE ${schema}.users ADD nick text;`,
      'V1__users.sql': `-- ours\n${users}`,
    },
    'api',
    {
      '../flyway.conf': 'flyway.placeholders.schema=app\n',
      'V1__users.sql': users,
      'R__views.sql': 'CREATE OR REPLACE VIEW app.names AS SELECT id, name FROM app.users;',
    },
  );
  rmSync(join(dir.path, 'api/migrations/001_users.sql'));
  const found = await check(dir.path, 'api');
  expect(found).toMatchObject({
    ok: false,
    ours: ['V3__nick', 'R__views (edited on this branch)'],
    theirs: ['V2__drop', 'R__views (edited on main)'],
    conflicts: [{ kind: 'fails', ours: 'R__views (edited on this branch)' }],
  });
  expect(found.notes).toEqual([
    expect.stringContaining('V1__users was edited on this branch: it is rehearsed as it was'),
    expect.stringContaining('V1__users was edited on main'),
  ]);
});

test('a name that git does not know is a wrong usage', async () => {
  using dir = branches({}, {});
  const asked = mergeCheck({
    cwd: dir.path,
    dir: dir.path,
    base: 'nowhere',
    settingsOf: async () => settings,
  });
  await expect(asked).rejects.toMatchObject({ code: 'usage' });
});

const seeded = { '002_levels.sql': "INSERT INTO users VALUES (1, 'low'), (2, 'low');\n" };

test('rows that depend on who runs last are told with what is there in the end', async () => {
  using dir = branches(seeded, { '003_high.sql': "\nUPDATE users SET name = 'high' WHERE id < 3;\n" });
  const found = await check(dir.path);
  expect(found.conflicts).toMatchObject([
    {
      kind: 'order-matters',
      ours: '003_high',
      theirs: '002_levels',
      object: 'rows of public.users',
      message:
        'the rows of public.users depend on who runs last: (id: 1, name: high) where ours runs last, (id: 1, name: low) where theirs does',
      where: { file: 'migrations/003_high.sql' },
    },
  ]);
});

test('rows that only a prepared statement writes are compared as well', async () => {
  const first = (name: string) =>
    `PREPARE first AS INSERT INTO users SELECT 1, '${name}' WHERE NOT EXISTS (SELECT FROM users);\nEXECUTE first;\nDEALLOCATE first;\n`;
  using dir = branches({ '002_a.sql': first('a') }, { '003_b.sql': first('b') });
  expect((await check(dir.path)).conflicts).toMatchObject([
    { kind: 'order-matters', object: 'rows of public.users' },
  ]);
});

test('rows that are the same in either order are none, whatever the time of day and random numbers were', async () => {
  using dir = branches(
    {
      '002_a.sql':
        'CREATE TABLE a (id uuid DEFAULT gen_random_uuid(), at timestamptz DEFAULT now());\nINSERT INTO a DEFAULT VALUES;\n',
    },
    { '003_b.sql': "INSERT INTO users VALUES (3, 'c');\n" },
  );
  expect(await check(dir.path)).toMatchObject({ ok: true, conflicts: [], notes: [] });
});

test('rows that are only numbered otherwise are noted', async () => {
  const numbers = 'CREATE TABLE IF NOT EXISTS kinds (id serial PRIMARY KEY, name text);\n';
  using dir = branches(
    { '002_a.sql': `${numbers}INSERT INTO kinds (name) VALUES ('a');\n` },
    { '003_b.sql': `${numbers}INSERT INTO kinds (name) VALUES ('b');\n` },
  );
  expect(await check(dir.path)).toMatchObject({
    ok: true,
    notes: [
      'the rows of public.kinds are numbered otherwise where the branches run in another order: nothing should count on these numbers',
    ],
  });
});

test('rows are read by a role that is no superuser', async () => {
  using dir = branches(
    { '002_theirs.sql': "UPDATE moods SET note = 'theirs';" },
    { '003_ours.sql': "UPDATE moods SET note = 'ours';" },
    '.',
    { '001_a_moods.sql': `${ownCastSql} INSERT INTO moods VALUES (1, 'calm', 'a');` },
  );
  expect((await check(dir.path)).conflicts).toMatchObject([{ object: 'rows of public.moods' }]);
});

test('rows that cannot be compared are told of', async () => {
  using dir = branches(
    {
      '002_theirs.sql':
        "UPDATE regions_here SET name = 'theirs'; INSERT INTO many SELECT generate_series(1, 5001);",
    },
    { '003_ours.sql': "UPDATE regions_here SET name = 'ours';" },
    '.',
    { '001_a_regions.sql': `${unreadSql} CREATE TABLE many (id int);` },
  );
  const found = await check(dir.path);
  expect(found).toMatchObject({
    conflicts: [],
    sameRows: false,
    notes: [
      'the rows of public.many were not compared: they are more than 5000',
      expect.stringMatching(/^the rows of public.regions were not compared: user mapping not found/),
    ],
  });
  expect(mergeCheckReport(found, { paint: noPaint, width: 100 })).toMatch(/leave the same schema\.\n$/);
});
