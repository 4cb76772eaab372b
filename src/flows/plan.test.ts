import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { dump } from './dump.ts';
import { plainSettings } from './plain-settings.suite.ts';
import { type PlanOptions, planMigrations } from './plan.ts';
import { prove } from './prove.ts';

/** A project with these files, gone when it is disposed. */
function project(files: Readonly<Record<string, string>>) {
  const dir = directory(files);
  const { path } = dir;
  const settingsOf = async () => plainSettings;
  return {
    ...dir,
    list: () => readdirSync(path, { recursive: true, encoding: 'utf8' }).sort(),
    read: (name: string) => readFileSync(join(path, name), 'utf8'),
    plan: (more: Partial<PlanOptions> = {}) =>
      planMigrations({
        cwd: path,
        dir: '.',
        name: 'Add a badge!',
        to: 'goal.sql',
        renames: [],
        online: false,
        settingsOf,
        now: new Date('2026-03-04T05:06:07Z'),
        dryRun: false,
        ...more,
      }),
    prove: () => prove({ cwd: path, dirs: ['.'], settingsOf, generate: false }),
  };
}

const init = 'CREATE TABLE people (id integer PRIMARY KEY, name text);\n';
const goal =
  'create table people (id integer primary key, name text, badge text unique);\ncreate function f() returns int language sql as $$ select 1; $$;';
const goose = `-- +goose Up\n${init}\n-- +goose Down\nDROP TABLE people;\n`;
const journal = JSON.stringify(
  {
    version: '7',
    dialect: 'postgresql',
    entries: [{ idx: 0, version: '7', when: 1700000000000, tag: '0000_init', breakpoints: true }],
  },
  null,
  2,
);

/** Files of a project, and where its next migration and its down lie. */
const layouts: Readonly<
  Record<string, { files: Readonly<Record<string, string>>; written: readonly string[] }>
> = {
  prisma: {
    files: {
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20250101000000_init/migration.sql': init,
    },
    written: [
      'prisma/migrations/20260304050607_add_a_badge/migration.sql',
      'prisma/migrations/20260304050607_add_a_badge/down.sql',
    ],
  },
  supabase: {
    files: { 'supabase/config.toml': '', 'supabase/migrations/20250101000000_init.sql': init },
    written: [
      'supabase/migrations/20260304050607_add_a_badge.sql',
      'supabase/rollbacks/20260304050607_add_a_badge.sql',
    ],
  },
  'drizzle with a journal': {
    files: { 'drizzle/meta/_journal.json': journal, 'drizzle/0000_init.sql': init },
    written: [
      'drizzle/0001_add_a_badge.sql',
      'drizzle/0001_add_a_badge.down.sql',
      'drizzle/meta/_journal.json',
    ],
  },
  'drizzle with folders': {
    files: {
      'drizzle/20250101000000_init/migration.sql': init,
      'drizzle/20250101000000_init/snapshot.json': '{"dialect":"postgres"}',
    },
    written: [
      'drizzle/20260304050607_add_a_badge/migration.sql',
      'drizzle/20260304050607_add_a_badge/down.sql',
    ],
  },
  dbmate: {
    files: {
      'db/migrations/20250101000000_init.sql': `-- migrate:up\n${init}\n-- migrate:down\nDROP TABLE people;\n`,
    },
    written: ['db/migrations/20260304050607_add_a_badge.sql'],
  },
  goose: { files: { 'migrations/00001_init.sql': goose }, written: ['migrations/00002_add_a_badge.sql'] },
  flyway: {
    files: { 'db/migration/V1.9__init.sql': init },
    written: ['db/migration/V1.10__add_a_badge.sql', 'db/migration/U1.10__add_a_badge.sql'],
  },
  'flyway with a script that runs last': {
    files: {
      'db/migration/V1__init.sql': init,
      'db/migration/R__views.sql': 'CREATE OR REPLACE VIEW everyone AS SELECT id FROM people;\n',
      'goal.sql': `${goal}\nCREATE VIEW everyone AS SELECT id FROM people;\n`,
    },
    written: ['db/migration/V2__add_a_badge.sql', 'db/migration/U2__add_a_badge.sql'],
  },
  'dotted pairs': {
    files: {
      'migrations/000001_init.up.sql': init,
      'migrations/000001_init.down.sql': 'DROP TABLE people;\n',
    },
    written: ['migrations/000002_add_a_badge.up.sql', 'migrations/000002_add_a_badge.down.sql'],
  },
  'joined pairs': {
    files: { 'migrations/001-init-up.sql': init, 'migrations/001-init-down.sql': 'DROP TABLE people;\n' },
    written: ['migrations/002-add-a-badge-up.sql', 'migrations/002-add-a-badge-down.sql'],
  },
  postgrator: {
    files: { 'migrations/001.do.init.sql': init, 'migrations/001.undo.init.sql': 'DROP TABLE people;\n' },
    written: ['migrations/002.do.add_a_badge.sql', 'migrations/002.undo.add_a_badge.sql'],
  },
  diesel: {
    files: {
      'migrations/2025-01-01-000000_init/up.sql': init,
      'migrations/2025-01-01-000000_init/down.sql': 'DROP TABLE people;\n',
    },
    written: [
      'migrations/2026-03-04-050607_add_a_badge/up.sql',
      'migrations/2026-03-04-050607_add_a_badge/down.sql',
    ],
  },
  'node-pg-migrate': {
    files: {
      'package.json': '{"dependencies":{"node-pg-migrate":"7"}}',
      'migrations/1700000000000_init.sql': `-- Up Migration\n${init}\n-- Down Migration\nDROP TABLE people;\n`,
    },
    written: ['migrations/1772600767000_add_a_badge.sql'],
  },
  'plain numbers': {
    files: { 'migrations/001_init.sql': init },
    written: ['migrations/002_add_a_badge.sql', 'rollbacks/002_add_a_badge.sql'],
  },
};

/** Each starts several engines, on a machine that may be busy with other tests. */
const unhurried = { timeout: 180_000 };

describe('the next migration is written, read back and proven in the layout of', unhurried, () => {
  test.each(Object.entries(layouts))('%s', async (_layout, { files, written }) => {
    using one = project({ 'goal.sql': goal, ...files });
    const planned = await one.plan();
    expect(planned.files.map(({ file }) => file)).toEqual(written);
    expect(planned.downs).toMatchObject([{ verdict: 'proven' }]);
    for (const file of written) expect(existsSync(join(one.path, file))).toBe(true);
    const [proven] = (await one.prove()).projects;
    expect(proven?.downs.find(({ migration }) => migration.endsWith('badge'))).toMatchObject({
      verdict: 'proven',
      isGenerated: false,
    });
  });
});

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
const person = 'model people {\n  id Int @id\n}\n';

/** Files of a project without migrations, and where its first one and its down come to lie. */
const beginnings: Readonly<
  Record<string, { files: Readonly<Record<string, string>>; to?: string; written: readonly string[] }>
> = {
  'a Prisma schema': {
    files: { 'apps/db/schema.prisma': `${datasource}${person}` },
    written: [
      'apps/db/migrations/20260304050607_init/migration.sql',
      'apps/db/migrations/20260304050607_init/down.sql',
      'apps/db/migrations/migration_lock.toml',
    ],
  },
  'a Prisma schema that the configuration names': {
    files: {
      'prisma.config.ts': "export default { schema: 'models', migrations: { path: 'db/changes' } };\n",
      'models/base.prisma': datasource,
      'models/people.prisma': person,
    },
    written: [
      'db/changes/20260304050607_init/migration.sql',
      'db/changes/20260304050607_init/down.sql',
      'db/changes/migration_lock.toml',
    ],
  },
  'schemas of Supabase': {
    files: {
      'supabase/config.toml': '',
      'supabase/schemas/people.sql': `${init}ALTER TABLE people ENABLE ROW LEVEL SECURITY;\nCREATE POLICY own ON people USING (auth.uid() IS NOT NULL);\n`,
    },
    written: ['supabase/migrations/20260304050607_init.sql', 'supabase/rollbacks/20260304050607_init.sql'],
  },
  'SQL in one file of any name': {
    files: { 'model.sql': init },
    to: 'model.sql',
    written: ['migrations/20260304050607_init.sql', 'rollbacks/20260304050607_init.sql'],
  },
  'SQL in one file': {
    files: { 'package.json': '{}', 'schema.sql': init, 'src/query.sql': 'SELECT 1;' },
    written: ['migrations/20260304050607_init.sql', 'rollbacks/20260304050607_init.sql'],
  },
};

describe('the first migration of a project is begun beside', unhurried, () => {
  test.each(Object.entries(beginnings))('%s', async (_what, { files, to, written }) => {
    using one = project(files);
    const planned = await one.plan({ name: 'init', to });
    expect(planned.plan.steps.flatMap(({ hazards }) => hazards)).toEqual([]);
    expect(planned.files.map(({ file }) => file)).toEqual(written);
    expect(planned.downs).toMatchObject([{ verdict: 'proven' }]);
    for (const file of written) expect(existsSync(join(one.path, file))).toBe(true);
    expect((await one.plan({ name: 'again', to })).files).toEqual([]);
  });
});

test('the runner alone says how the first migration is laid out', unhurried, async () => {
  using one = project({ 'schema.sql': init });
  const settingsOf = async () => ({ ...plainSettings, overrides: { runner: 'supabase' as const } });
  const { files, isWritten } = await one.plan({ name: 'init', to: 'schema.sql', settingsOf });
  expect(isWritten).toBe(true);
  expect(files[0]?.file).toBe('supabase/migrations/20260304050607_init.sql');
});

test('the first migration lies in the folder that the configuration names', unhurried, async () => {
  for (const runner of ['plain', 'prisma', 'flyway'] as const) {
    using one = project({
      'schema.sql': init,
      'db/m/.gitkeep': '',
      'other/migrations/001_a.sql': 'SELECT 1;',
    });
    const migrations = join(one.path, 'db/m');
    const settingsOf = async () => ({ ...plainSettings, migrations, overrides: { runner } });
    await one.plan({ name: 'init', dir: 'db/m', to: 'schema.sql', settingsOf });
    const first = { plain: '20260304050607_init.sql', prisma: '20260304050607_init', flyway: 'V1__init.sql' };
    expect(one.list()).toContain(`db/m/${first[runner]}`);
  }
});

test('the Supabase CLI looks in one folder alone, so no other is begun for it', async () => {
  using one = project({ 'schema.sql': init, 'db/m/.gitkeep': '' });
  const overrides = { runner: 'supabase' as const };
  const settingsOf = async () => ({ ...plainSettings, migrations: join(one.path, 'db/m'), overrides });
  const planned = one.plan({ name: 'init', dir: 'db/m', to: 'schema.sql', settingsOf });
  await expect(planned).rejects.toMatchObject({
    code: 'usage',
    hint: expect.stringContaining("migrations: 'supabase/migrations'"),
  });
});

test.each([
  ['flyway', 'prisma'],
  ['supabase', 'sql'],
] as const)('the first migration for %s is refused in the layout %s', async (runner, layout) => {
  using one = project({ 'schema.sql': init });
  const settingsOf = async () => ({ ...plainSettings, overrides: { runner, layout } });
  await expect(one.plan({ name: 'init', to: 'schema.sql', settingsOf })).rejects.toMatchObject({
    code: 'usage',
    message: `the runner ${runner} does not run migrations in the layout ${layout}`,
  });
  expect(one.list()).toEqual(['schema.sql']);
});

describe('no history is begun', unhurried, () => {
  const refused: Readonly<
    Record<string, { files: Readonly<Record<string, string>>; message: string; dir?: string }>
  > = {
    'where drizzle-kit has to begin it': {
      files: { 'drizzle.config.ts': "export default { dialect: 'postgresql', out: './drizzle' };\n" },
      message: 'drizzle-kit keeps a journal and snapshots of its own, which Strata does not begin',
    },
    'where migrations are programs': {
      files: { 'schema.sql': init, 'migrations/20250101000000_init.ts': 'export {};\n' },
      message: 'migrations holds migrations that are not SQL for PostgreSQL',
    },
    'where several schemas could be meant': {
      files: {
        'a/schema.prisma': `${datasource}${person}`,
        'b/schema.prisma': `${datasource}${person}`,
      },
      message: 'holds 2 Prisma schemas without migrations',
    },
    'beside SQL that may be a history': {
      files: { 'schema.sql': init, 'tables.sql': init },
      message: 'holds SQL without an order, and no migrations to go on from',
    },
    'in a part of a repository whose project lies elsewhere': {
      files: { '.git/HEAD': '', 'db/migrations/001_init.sql': init, 'docs/schema.sql': init },
      dir: 'docs',
      message: 'there are no migrations in',
    },
  };

  test.each(Object.entries(refused))('%s', async (_where, { files, message, dir = '.' }) => {
    using one = project(files);
    const before = one.list();
    await expect(one.plan({ name: 'init', to: undefined, dir })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining(message),
    });
    expect(one.list()).toEqual(before);
  });
});

describe('a plan', unhurried, () => {
  const files = {
    'migrations/001_init.up.sql': init,
    'migrations/001_init.down.sql': 'DROP TABLE people;\n',
  };

  test('lists in the head of the down what cannot come back', async () => {
    using one = project({ ...files, 'goal.sql': 'create table people (id integer primary key);' });
    const { downs } = await one.plan();
    expect(downs).toMatchObject([{ verdict: 'proven', lost: ['the values of public.people.name'] }]);
    expect(one.read('migrations/002_add_a_badge.down.sql')).toMatch(
      /^-- This cannot bring back:\n-- - The values of public\.people\.name are lost\.\n\n/,
    );
  });

  test('takes renames back by their new names', async () => {
    using one = project({
      ...files,
      'goal.sql': 'create table users (id integer primary key, full_name text);',
    });
    await one.plan({ renames: ['public.people=public.users', 'public.people.name=public.users.full_name'] });
    expect(one.read('migrations/002_add_a_badge.up.sql')).toContain(
      'ALTER TABLE public.people RENAME TO users;',
    );
    const down = one.read('migrations/002_add_a_badge.down.sql');
    expect(down).toContain('ALTER TABLE public.users RENAME TO people;');
    expect(down).toContain('ALTER TABLE public.people RENAME COLUMN full_name TO name;');
    expect(down).not.toContain('DROP TABLE');
  });

  test('renames a table whose old name stays as a view, there and back, and passes over the rename once it is done', async () => {
    using one = project({
      ...files,
      'goal.sql': `-- strata: renamed from people
        create table users (id integer primary key, name text);
        create view people as select * from users;`,
    });
    await one.plan();
    const down = one.read('migrations/002_add_a_badge.down.sql');
    expect(down).toContain('ALTER TABLE public.users RENAME TO people;');
    expect(down).not.toContain('DROP TABLE');
    expect((await one.plan({ name: 'again' })).files).toEqual([]);
    const settingsOf = async () => ({ ...plainSettings, renames: [{ from: 'people', to: 'users' }] });
    expect((await one.plan({ name: 'again', to: 'migrations', settingsOf })).files).toEqual([]);
  });

  test('renames a schema with what it holds, in whatever order that is told, there and back', async () => {
    using one = project({
      'migrations/001_init.sql': 'CREATE SCHEMA app;\nCREATE TABLE app.t (a integer);\n',
      'goal.sql': 'create schema core; create table core.u (b integer);',
    });
    for (const renames of [
      ['app.t.a=b', 'app=core', 'app.t=u'],
      ['app.t=core.u', 'app=core', 'app.t.a=core.u.b'],
    ]) {
      const { plan, downs } = await one.plan({ renames, dryRun: true });
      expect(plan.steps.map(({ sql }) => sql)).toEqual([
        'ALTER TABLE app.t RENAME TO u',
        'ALTER TABLE app.u RENAME COLUMN a TO b',
        'ALTER SCHEMA app RENAME TO core',
      ]);
      expect(downs).toMatchObject([{ verdict: 'proven', lost: [] }]);
    }
  });

  test('takes the rename of a function back by its arguments, also where their types are renamed', async () => {
    const made = (name: string, type: string) =>
      `CREATE FUNCTION ${name}(${type}) RETURNS int LANGUAGE sql AS 'SELECT 1';\n`;
    using one = project({
      'migrations/001_init.sql': `CREATE TYPE mood AS ENUM ('sad');\n${made('f', 'int')}${made('g', 'text')}${made('h', 'mood')}`,
      'goal.sql': `create type feeling as enum ('sad'); ${made('g', 'int')}${made('g', 'text')}${made('i', 'feeling')}`,
    });
    const { downs } = await one.plan({ renames: ['f(integer)=g', 'mood=feeling', 'h=i'] });
    expect(downs).toMatchObject([{ verdict: 'proven', lost: [] }]);
    expect(one.read('rollbacks/002_add_a_badge.sql').match(/^[A-Z].*/gm)).toEqual([
      'ALTER FUNCTION public.g(integer) RENAME TO f;',
      'ALTER FUNCTION public.i(public.feeling) RENAME TO h;',
      'ALTER TYPE public.feeling RENAME TO mood;',
    ]);
  });

  test('gives no name to a table or column that another one has, whose values would go', async () => {
    using one = project({
      'migrations/001_init.sql':
        'CREATE TABLE people (id integer, name text);\nCREATE TABLE users (id integer);\n',
      'goal.sql': 'create table users (id integer, name text);',
    });
    await expect(one.plan({ renames: ['people=users'] })).rejects.toMatchObject({
      code: 'usage',
      message: 'public.people cannot be renamed to public.users, which is a table with values of its own',
      hint: expect.stringContaining('Say with another --rename'),
    });
    const columns = { from: 'people.id', to: 'people.name' };
    const settingsOf = async () => ({ ...plainSettings, renames: [columns] });
    writeFileSync(
      join(one.path, 'goal.sql'),
      'create table people (name integer); create table users (id integer);',
    );
    await expect(one.plan({ settingsOf })).rejects.toThrow(
      'public.people.name, which is a column with values',
    );
  });

  test('takes a rename with capitals whose quotes the shell has taken away', async () => {
    using one = project({
      'migrations/001_init.sql': 'CREATE TABLE "User" (id integer PRIMARY KEY, name text);\n',
      'goal.sql': 'create table "User" (id integer primary key, "fullName" text);',
    });
    await one.plan({ renames: ['User.name=User.fullName'] });
    expect(one.read('migrations/002_add_a_badge.sql')).toContain(
      'ALTER TABLE public."User" RENAME COLUMN name TO "fullName";',
    );
  });

  test('leaves the names of NOT NULL alone, which servers before 18 do not know', async () => {
    using one = project({
      'migrations/001_init.sql': 'CREATE TABLE people (id integer PRIMARY KEY, name text NOT NULL);\n',
      'goal.sql': 'create table users (id integer primary key, full_name text not null);',
    });
    await one.plan({ renames: ['people=users', 'people.name=users.full_name'] });
    const up = one.read('migrations/002_add_a_badge.sql');
    expect(up).toContain('RENAME COLUMN name TO full_name');
    expect(`${up}${one.read('rollbacks/002_add_a_badge.sql')}`).not.toContain('not_null');
    expect((await one.plan({ name: 'again' })).files).toEqual([]);
  });

  test('puts what needs an enum value to be committed into a migration of its own', async () => {
    using one = project({
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20250101000000_init/migration.sql':
        "CREATE TYPE mood AS ENUM ('sad');\nCREATE TABLE t (id int, m mood);\n",
      'goal.sql': "create type mood as enum ('sad', 'ok'); create table t (id int, m mood default 'ok');",
    });
    const { files: written } = await one.plan();
    expect(written.filter(({ file }) => file.endsWith('migration.sql')).map(({ file }) => file)).toEqual([
      'prisma/migrations/20260304050607_add_a_badge_1/migration.sql',
      'prisma/migrations/20260304050608_add_a_badge_2/migration.sql',
    ]);
  });

  test('is refused where its runner has no file for what runs in no transaction', async () => {
    using one = project({
      'drizzle/meta/_journal.json': journal,
      'drizzle/0000_init.sql': init,
      'goal.sql': `${init}CREATE INDEX people_name ON people (name);`,
    });
    const before = one.list();
    await expect(one.plan({ online: true })).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringMatching(/into a transaction, which refuses this:\n.*CREATE INDEX CONCURRENTLY/s),
      hint: expect.stringContaining('without --online'),
    });
    expect(one.list()).toEqual(before);
  });

  test('writes nothing where it is only asked for, and nothing where nothing differs', async () => {
    using one = project({ ...files, 'goal.sql': goal });
    const before = one.list();
    const dry = await one.plan({ dryRun: true });
    expect(dry).toMatchObject({
      isWritten: false,
      files: [{ file: 'migrations/002_add_a_badge.up.sql' }, {}],
    });
    const same = await one.plan({ to: 'migrations' });
    expect(same).toMatchObject({ isWritten: false, files: [] });
    expect(one.list()).toEqual(before);
  });

  test('removes again what does not read back as it was proven', async () => {
    using one = project({
      'supabase/config.toml': '',
      'supabase/migrations/20250101000000_init.sql': init,
      'supabase/migrations/99999999999999_late.sql': 'SELECT 1;\n',
      'goal.sql': goal,
    });
    const before = one.list();
    await expect(one.plan()).rejects.toMatchObject({
      code: 'unproven',
      message: expect.stringContaining('read back as'),
    });
    expect(one.list()).toEqual(before);
  });

  test('never overwrites a file', async () => {
    using one = project({ ...files, 'goal.sql': goal, 'rollbacks/x': '' });
    await one.plan({ dryRun: true });
    writeFileSync(join(one.path, 'migrations/002_add_a_badge.down.sql'), 'mine');
    const before = one.list();
    await expect(one.plan()).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('exists already'),
    });
    expect(one.list()).toEqual(before);
    expect(one.read('migrations/002_add_a_badge.down.sql')).toBe('mine');
  });

  test('goes to the declared schema where no goal is named', async () => {
    using one = project({ ...files, 'schema.sql': goal });
    expect((await one.plan({ to: undefined })).files).toHaveLength(2);
    using none = project(files);
    await expect(none.plan({ to: undefined })).rejects.toMatchObject({
      code: 'usage',
      message: 'no declared schema was found',
    });
  });

  test('drops no table for a declaration that is empty or of other tables, unless it is named', async () => {
    using none = project({ ...files, 'schema.sql': '-- later\n' });
    await expect(none.plan({ to: undefined })).rejects.toMatchObject({
      code: 'project',
      message: 'schema.sql declares nothing, and the plan would drop every table',
      hint: expect.stringContaining("--to 'schema.sql'"),
    });
    using other = project({ ...files, 'schema.sql': 'create table cats (id integer primary key);' });
    await expect(other.plan({ to: undefined })).rejects.toMatchObject({
      message: expect.stringContaining('has no table in common with the migrations'),
    });
    expect((await other.plan({ to: 'schema.sql' })).files).toHaveLength(2);
  });

  test.each(['', datasource])('drops no table for a schema.prisma without models: "%s"', async (text) => {
    using one = project({
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20250101000000_init/migration.sql': init,
      'prisma/schema.prisma': text,
    });
    await expect(one.plan({ to: undefined })).rejects.toMatchObject({
      code: 'project',
      message: 'prisma/schema.prisma declares nothing, and the plan would drop every table',
      hint: expect.stringContaining("--to 'declared:prisma/schema.prisma'"),
    });
    expect((await one.plan({ to: 'declared:prisma/schema.prisma' })).files).toHaveLength(2);
  });

  test('a sequence goes with the model whose column owns it, unless another column counts on it', async () => {
    using one = project({
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20250101000000_init/migration.sql': `${init}CREATE TABLE cats (id serial PRIMARY KEY);
CREATE TABLE dogs (id serial PRIMARY KEY);
ALTER TABLE people ALTER id SET DEFAULT nextval('dogs_id_seq');
`,
      'prisma/schema.prisma': `${datasource}
model people {
  id   Int     @id @default(dbgenerated("nextval('dogs_id_seq'::regclass)"))
  name String?
}
`,
    });
    await one.plan({ to: undefined });
    expect(one.read('prisma/migrations/20260304050607_add_a_badge/migration.sql')).not.toContain(
      'cats_id_seq',
    );
    const left = await dump({ cwd: one.path, source: '.', settingsOf: async () => plainSettings });
    expect(left.sql.match(/CREATE SEQUENCE \S+/g)).toEqual(['CREATE SEQUENCE public.dogs_id_seq']);
  });

  test('a quote in a name, which Prisma does not escape, is named as what stands in the way', async () => {
    using one = project({
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20250101000000_init/migration.sql': init,
      'prisma/schema.prisma': `${datasource}
model people {
  id   Int     @id(map: "people \\"own\\" key")
  name String?
}
`,
    });
    await expect(one.plan({ to: undefined })).rejects.toMatchObject({
      message: expect.stringMatching(
        /^loading prisma\/schema\.prisma: Model people cannot be made as it is declared: syntax error/,
      ),
      hint: 'Prisma does not escape the quotes of `people "own" key` in the SQL that it writes: give that another name in its `map`.',
    });
  });

  test.each(['@default(dbgenerated("nope("))', '@default(dbgenerated("nope()"))'])(
    'is refused where a model of schema.prisma cannot be made: %s',
    async (refused) => {
      using one = project({
        'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
        'prisma/migrations/20250101000000_init/migration.sql': init,
        'prisma/schema.prisma': `${datasource}
model people {
  id   Int     @id
  name String? ${refused}
}
model cats {
  id Int @id
}
`,
      });
      await expect(one.plan({ to: undefined })).rejects.toMatchObject({
        code: 'project',
        message: expect.stringContaining('Model people cannot be made as it is declared'),
        where: { file: 'prisma/schema.prisma', line: 5 },
        hint: expect.stringContaining('in a migration'),
      });
      const settingsOf = async () => plainSettings;
      const dumped = dump({ cwd: one.path, source: 'prisma/schema.prisma', settingsOf });
      await expect(dumped).rejects.toMatchObject({ code: 'project' });
    },
  );

  test('leaves what hangs on a renamed model or field as it is, where schema.prisma cannot say it', async () => {
    using one = project({
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20250101000000_init/migration.sql': `CREATE TABLE people (id serial PRIMARY KEY, name text, vip boolean);
ALTER TABLE people ADD CHECK (name <> '');
CREATE INDEX ON people (name) WHERE vip;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER t BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION f();
CREATE VIEW names AS SELECT name FROM people;
ALTER TABLE people ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON people USING (vip);
GRANT SELECT ON people TO PUBLIC;
COMMENT ON COLUMN people.name IS 'in full';
`,
      'prisma/schema.prisma': `${datasource}
model clients {
  id       Int      @id @default(autoincrement())
  fullName String?
  vip      Boolean?
}
`,
    });
    const to = { to: undefined, renames: ['people=clients', 'people.name=people.fullName'] };
    const { notes } = await one.plan(to);
    expect(notes.join()).toContain('1 check');
    expect(one.read('prisma/migrations/20260304050607_add_a_badge/migration.sql')).toBe(
      `-- breaks code: Code that still uses public.people fails.
ALTER TABLE public.people RENAME TO clients;

-- breaks code: Code that still uses public.people.name fails.
ALTER TABLE public.clients RENAME COLUMN name TO "fullName";

ALTER TABLE public.clients RENAME CONSTRAINT people_pkey TO clients_pkey;
`,
    );
    expect((await one.plan({ to: undefined, name: 'again' })).files).toEqual([]);
  });

  test('goes to schema.prisma, and leaves alone what its language cannot say', async () => {
    const history = `${init}ALTER TABLE people ADD CHECK (name <> '');\nCREATE INDEX people_name ON people (name);\n`;
    using one = project({
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20250101000000_init/migration.sql': history,
      'prisma/schema.prisma': `datasource db {
  provider = "postgresql"
}

model people {
  id    Int     @id
  name  String?
  badge String  @default("none")

  @@index([name])
}
`,
    });
    const planned = await one.plan({ to: undefined });
    expect(planned.notes.join()).toContain('1 check');
    expect(one.read('prisma/migrations/20260304050607_add_a_badge/migration.sql')).toBe(
      `ALTER INDEX public.people_name RENAME TO people_name_idx;

ALTER TABLE public.people ADD COLUMN badge text DEFAULT 'none'::text NOT NULL;
`,
    );
    expect((await one.plan({ to: undefined, name: 'again' })).files).toEqual([]);
  });
});
