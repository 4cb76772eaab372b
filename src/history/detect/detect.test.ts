import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findProjects } from './detect.ts';

const cases = path.resolve(import.meta.dirname, '../../../cases/history');
const lock = 'provider = "postgresql"\n';
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'strata-detect-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, contents] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), contents);
  }
}

async function found(below = ''): Promise<readonly string[]> {
  const { projects } = await findProjects(path.join(root, below));
  return projects.map(({ dir, runner, folder }) => `${path.relative(root, dir) || '.'} ${runner} ${folder}`);
}

it('finds where Prisma keeps its schema: a configured folder, a folder of several, one file', async () => {
  const schemas: Record<string, string | undefined> = {};
  for (const name of ['prisma-config', 'prisma-schema-folder', 'prisma-package-json', 'prisma-simple']) {
    schemas[name] = (await findProjects(path.join(cases, name))).projects[0]?.schema;
  }
  expect(schemas).toEqual({
    'prisma-config': 'database/models',
    'prisma-schema-folder': 'prisma/schema',
    'prisma-package-json': 'db/main.prisma',
    'prisma-simple': 'prisma/schema.prisma',
  });
});

const datasource = (provider = 'postgresql') => `datasource db {\n  provider = "${provider}"\n}\n`;
const model = (name: string) => `model ${name} {\n  id Int @id\n}\n`;

async function schemaOf(files: Readonly<Record<string, string>>): Promise<string | undefined> {
  await put(files);
  return (await findProjects(root)).projects[0]?.schema;
}

it('takes the one of several schemas beside each other whose tables the migrations make', async () => {
  const schema = await schemaOf({
    'prisma/law.prisma': `${datasource()}${model('Law')}`,
    'prisma/shop.prisma': `${datasource()}${model('Item')}`,
    'prisma/migrations/migration_lock.toml': lock,
    'prisma/migrations/20240101000000_init/migration.sql': 'CREATE TABLE "Item" (id int);',
  });
  expect(schema).toBe('prisma/shop.prisma');
});

it("knows a model's table where braces stand before its name", async () => {
  const schema = await schemaOf({
    'prisma/law.prisma': `${datasource()}${model('Law')}`,
    'prisma/shop.prisma': `${datasource()}model Item {\n  id Int @id\n  extra Json @default("{}")\n  @@map("items")\n}\n`,
    'prisma/migrations/migration_lock.toml': lock,
    'prisma/migrations/20240101000000_init/migration.sql': 'CREATE TABLE "items" (id int);',
  });
  expect(schema).toBe('prisma/shop.prisma');
});

it('takes the schema of its database where there is one for each', async () => {
  await put({
    'prisma/mysql-schema.prisma': `${datasource('mysql')}${model('Item')}`,
    'prisma/postgresql-schema.prisma': `${datasource()}${model('Item')}`,
    'prisma/pool-schema.prisma': `${datasource()}${model('Item')}`,
    'prisma/mysql-migrations/20240101000000_init/migration.sql': 'CREATE TABLE `Item` (id int);',
    'prisma/mysql-migrations/migration_lock.toml': 'provider = "mysql"',
    'prisma/postgresql-migrations/20240101000000_init/migration.sql': 'CREATE TABLE "Item" (id int);',
    'prisma/postgresql-migrations/migration_lock.toml': lock,
  });
  const { projects, findings } = await findProjects(root);
  expect(projects.map(({ folder, schema }) => [folder, schema])).toEqual([
    ['prisma/postgresql-migrations', 'prisma/postgresql-schema.prisma'],
  ]);
  expect(findings.map(({ rule }) => rule)).toEqual(['wrong-provider']);
});

it('takes a whole folder where the models lie around a file that has only the datasource', async () => {
  const schema = await schemaOf({
    'prisma/schema.prisma': datasource(),
    'prisma/models/item.prisma': model('Item'),
    'prisma/migrations/20240101000000_init/migration.sql': 'CREATE TABLE "Item" (id int);',
  });
  expect(schema).toBe('prisma');
});

it('takes a folder called schema with all that is below it', async () => {
  const schema = await schemaOf({
    'prisma/schema/schema.prisma': `${datasource()}${model('Item')}`,
    'prisma/schema/parts/other.prisma': model('Other'),
    'prisma/migrations/20240101000000_init/migration.sql': 'CREATE TABLE "Item" (id int);',
  });
  expect(schema).toBe('prisma/schema');
});

it('keeps to schema.prisma where a file of parts lies beside it', async () => {
  const schema = await schemaOf({
    'prisma/schema.prisma': `${datasource()}${model('Item')}`,
    'prisma/old.prisma': model('Old'),
    'prisma/migrations/20240101000000_init/migration.sql': 'CREATE TABLE "Item" (id int);',
  });
  expect(schema).toBe('prisma/schema.prisma');
});

it('takes the schema that the scripts give to prisma migrate', async () => {
  const schema = await schemaOf({
    'package.json': JSON.stringify({
      scripts: {
        generate: 'prisma generate --schema=./db/law.prisma && prisma generate --schema ./db/app.prisma',
        migrate: 'dotenv -- prisma migrate deploy --schema ./db/app.prisma',
      },
    }),
    'db/app.prisma': `${datasource()}${model('Item')}`,
    'db/law.prisma': `${datasource()}${model('Item')}${model('Law')}`,
    'db/migrations/20240101000000_init/migration.sql': 'CREATE TABLE "Item" (id int);',
  });
  expect(schema).toBe('db/app.prisma');
});

it('looks for the schema itself where what the configuration names is not there', async () => {
  const schema = await schemaOf({
    'package.json': '{ "prisma": { "schema": "prisma/gone.prisma" } }',
    'prisma/schema.prisma': `${datasource()}${model('Item')}`,
    'prisma/migrations/20240101000000_init/migration.sql': 'CREATE TABLE "Item" (id int);',
  });
  expect(schema).toBe('prisma/schema.prisma');
});

it('leaves a package its own, whatever the scripts of the monorepo name', async () => {
  await put({
    'package.json': JSON.stringify({
      scripts: { migrate: 'prisma migrate deploy --schema packages/db/prisma/schema.prisma' },
    }),
    'packages/db/package.json': '{}',
    'packages/db/prisma/schema.prisma': `${datasource()}${model('Item')}`,
    'packages/db/prisma/migrations/20240101000000_init/migration.sql': 'CREATE TABLE "Item" (id int);',
  });
  expect(await found()).toEqual(['packages/db prisma prisma/migrations']);
});

it('finds a schema in a folder next to the migrations only where it declares what they make', async () => {
  const files = {
    'data/postgres/main.prisma': `${datasource()}${model('Item')}`,
    'data/else/main.prisma': `${datasource()}${model('Other')}`,
    'data/migrations/migration_lock.toml': lock,
    'data/migrations/20240101000000_init/migration.sql': 'CREATE TABLE "Item" (id int);',
  };
  expect(await schemaOf(files)).toBe('data/postgres/main.prisma');
  await rm(path.join(root, 'data/postgres'), { recursive: true });
  expect((await findProjects(root)).projects[0]?.schema).toBeUndefined();
});

it('takes the seeds of Supabase from its configuration', async () => {
  const { projects } = await findProjects(path.join(cases, 'supabase-simple'));
  expect(projects).toMatchObject([
    {
      layout: 'supabase',
      seeds: ['supabase/seeds/*.sql'],
      schema: 'supabase/schemas',
      evidence: ['supabase/config.toml', 'supabase/migrations/20240101000000_init.sql'],
    },
  ]);
});

it('reads a long configuration to its end', async () => {
  const long = ' '.repeat(20_000);
  await put({
    'a/supabase/config.toml': `#${long}\n[db.seed]\nenabled = false\n`,
    'a/supabase/seed.sql': 'SELECT 1;',
    'a/supabase/migrations/20240101000000_init.sql': 'SELECT 1;',
    'b/package.json': `{${long} "prisma": { "schema": "db/main.prisma" } }`,
    'b/db/main.prisma': 'datasource db { provider = "postgresql" }',
    'b/db/migrations/20240101000000_init/migration.sql': 'SELECT 1;',
    'b/db/other.prisma': '',
  });
  const { projects } = await findProjects(root);
  expect(projects.map(({ seeds, schema }) => [seeds, schema])).toEqual([
    [undefined, undefined],
    [undefined, 'db/main.prisma'],
  ]);
});

it('takes the folder of migrations itself', async () => {
  await put({
    'prisma/migrations/migration_lock.toml': lock,
    'prisma/migrations/20240101000000_init/migration.sql': 'SELECT 1;',
    'prisma/schema.prisma': 'datasource db { provider = "postgresql" }',
  });
  expect(await found('prisma/migrations')).toEqual(['. prisma prisma/migrations']);
  expect(await found('prisma')).toEqual(['. prisma prisma/migrations']);
  expect(await found()).toEqual(['. prisma prisma/migrations']);
});

it('takes a given directory of any SQL, but not one that holds only a schema', async () => {
  await put({
    'steps/users.sql': 'select 1;',
    'steps/orders.sql': 'select 2;',
    'other/schema.sql': 'select 1;',
  });
  expect(await found('steps')).toEqual(['. plain steps']);
  expect(await found('other')).toEqual([]);
  expect(await found()).toEqual([]);
});

it('reads a prisma.config.ts as text, whatever else it computes', async () => {
  await put({
    'prisma.config.ts':
      'throw new Error("must not run");\nexport default defineConfig({\n  /* schema: "old" */ schema: join(__dirname, "db", "schema.prisma"),\n  migrations: {\n    seed: "tsx seed.ts", // path: "wrong"\n    path: `db/steps`,\n  },\n});\n',
    'db/schema.prisma': 'datasource db { provider = "postgresql" }',
    'db/steps/20240101000000_init/migration.sql': 'SELECT 1;',
  });
  const { projects } = await findProjects(root);
  expect(projects).toMatchObject([
    { dir: root, layout: 'prisma', folder: 'db/steps', schema: 'db/schema.prisma' },
  ]);
});

it('reads a drizzle.config.ts whose schema is a glob', async () => {
  await put({
    'api/drizzle.config.ts':
      'export default defineConfig({ schema: "./src/**/*.ts", out: "./src/steps", dialect: "postgresql" });',
    'api/src/steps/0000_init.sql': 'select 1;',
    'api/package.json': '{}',
  });
  expect(await found()).toEqual(['api drizzle src/steps']);
});

it('says which histories are for other databases', async () => {
  await put({
    'a/drizzle/meta/_journal.json': '{ "dialect": "sqlite", "entries": [] }',
    'b/migrations/sqlite/001_init.sql': 'select 1;',
    'b/migrations/postgres/001_init.sql': 'select 1;',
    'b2/mysql/v8/orders/migrations/001_init.sql': 'select 1;',
    'c/prisma/schema.prisma': 'datasource db {\n  provider = "mysql"\n}\n',
    'c/prisma/migrations/20240101000000_init/migration.sql': 'SELECT 1;',
    'd/drizzle.config.js': 'module.exports = { dialect: "turso", out: "steps" };',
    'd/steps/0000_init.sql': 'select 1;',
  });
  const { projects, findings } = await findProjects(root);
  expect(projects.map((project) => project.folder)).toEqual(['migrations/postgres']);
  expect(findings.map((finding) => [finding.rule, finding.severity, finding.message.split(',')[0]])).toEqual([
    ['wrong-provider', 'info', 'a/drizzle is skipped: its migrations are for sqlite'],
    ['wrong-provider', 'info', 'b/migrations/sqlite is skipped: its migrations are for sqlite'],
    ['wrong-provider', 'info', 'b2/mysql/v8/orders/migrations is skipped: its migrations are for mysql'],
    ['wrong-provider', 'info', 'c/prisma/migrations is skipped: its migrations are for mysql'],
    ['wrong-provider', 'info', 'd/steps is skipped: its migrations are for turso'],
  ]);
});

it('asks the sqitch.conf that leads to a plan for its database, also where it lies above', async () => {
  const plan = '%syntax-version=1.0.0\n';
  await put({
    'sqitch.conf': '[core]\n\tengine = pg\n\ttop_dir = db\n[engine "mysql"]\n\ttop_dir = other\n',
    'db/sqitch.plan': plan,
    'other/sqitch.plan': plan,
    'apart/sqitch.conf': '[core]\n\tengine = "sqlite" # for tests\n',
    'apart/sqitch.plan': plan,
  });
  const { projects, foreign } = await findProjects(root);
  expect(projects.map(({ dir }) => path.relative(root, dir))).toEqual(['db']);
  expect(foreign.map(({ folder, database }) => `${folder} ${database}`)).toEqual([
    'apart sqlite',
    'other mysql',
  ]);
});

it('takes the folder that drizzle.config names behind an unset variable, and none that is computed', async () => {
  const journal = '{ "dialect": "postgresql", "entries": [] }';
  await put({
    'a/drizzle.config.ts':
      'export default { out: process.env.OUT ?? "./drizzle/steps", dialect: "postgresql" };',
    'a/drizzle/steps/meta/_journal.json': journal,
    'b/drizzle.config.ts': 'export default { out: folderOf(name), dialect: "postgresql" };',
    'b/drizzle/steps/meta/_journal.json': journal,
  });
  expect(await found()).toEqual(['a drizzle drizzle/steps', 'b drizzle drizzle/steps']);
});

it('leaves out what lies among tests, unless there is nothing else', async () => {
  await put({
    'src/test/resources/db/migration/V99__rows.sql': 'select 1;',
    'tests/migrations/001_a.sql': 'select 1;',
  });
  expect(await found()).toEqual(['src/test flyway resources/db/migration', 'tests plain migrations']);
  await put({ 'pom.xml': '', 'src/main/resources/db/migration/V1__init.sql': 'select 1;' });
  expect(await found()).toEqual(['. flyway src/main/resources/db/migration']);
  const { findings } = await findProjects(root);
  expect(findings.map(({ rule, severity, where }) => [rule, severity, where?.file])).toEqual([
    ['test-history', 'info', 'src/test/resources/db/migration/V99__rows.sql'],
    ['test-history', 'info', 'tests/migrations/001_a.sql'],
  ]);
  expect(await found('tests')).toEqual(['tests plain migrations']);
});

it('leaves out loose SQL of the folder that was named, where something below has an order', async () => {
  await put({ 'setup.sql': 'select 1;', 'sql/01_a.sql': 'select 1;', 'sql/02_b.sql': 'select 1;' });
  expect(await found()).toEqual(['. plain sql']);
});

it('takes the folder that was named for the project where it is marked as one', async () => {
  await put({ 'package.json': '{}', 'tables.sql': 'select 1;', 'views.sql': 'select 1;' });
  expect(await found()).toEqual(['. plain .']);
});

it('does not look into dependencies, build results and hidden folders', async () => {
  for (const folder of ['node_modules/x', 'dist', '.next', 'vendor/y']) {
    await put({ [`${folder}/migrations/001_a.sql`]: 'select 1;' });
  }
  expect(await found()).toEqual([]);
});

it('is not caught in links that lead back, and follows the ones that projects use', async () => {
  await put({
    'shared/prisma/migrations/migration_lock.toml': lock,
    'app/package.json': '{}',
    'app/db/notes.txt': '',
  });
  await symlink('../shared/prisma', path.join(root, 'app', 'prisma'));
  await symlink('..', path.join(root, 'app', 'db', 'migrations'));
  expect(await found('app')).toEqual(['app prisma prisma/migrations']);
  expect(await found()).toHaveLength(1);
});

it('takes numbered SQL in a folder of any name only where nothing better is found', async () => {
  await put({ 'scripts/01_a.sql': 'select 1;', 'scripts/02_b.sql': 'select 2;' });
  expect(await found()).toEqual(['. plain scripts']);
  await put({ 'migrations/001_a.sql': 'select 1;' });
  expect(await found()).toEqual(['. plain migrations']);
});

it('takes 001_schema.sql for a migration', async () => {
  await put({ 'migrations/001_schema.sql': 'select 1;' });
  expect(await found()).toEqual(['. plain migrations']);
});

it('refuses what is no directory', async () => {
  await put({ 'schema.sql': 'select 1;' });
  await expect(findProjects(path.join(root, 'absent'))).rejects.toMatchObject({ code: 'usage' });
  await expect(findProjects(path.join(root, 'schema.sql'))).rejects.toMatchObject({ code: 'usage' });
});

/** Does work as a user whom permissions hold back; root is nobody meanwhile. */
async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.('nobody');
  try {
    return await work();
  } finally {
    if (isRoot) process.seteuid?.(0);
  }
}

it.skipIf(process.platform === 'win32')('tells of folders that may not be searched', async () => {
  await put({
    'a/migrations/001_a.sql': 'create table a (id int);',
    'secret/migrations/001_b.sql': 'create table b (id int);',
    'closed/one/migrations/001_c.sql': 'create table c (id int);',
    'home/migrations/001_d.sql': 'create table d (id int);',
    'd/package.json': '{}',
  });
  await symlink(path.join(root, 'home/migrations'), path.join(root, 'd/migrations'));
  await chmod(root, 0o755);
  for (const [folder, mode] of [
    ['secret', 0],
    ['closed', 0o444],
    ['home', 0],
  ] as const)
    await chmod(path.join(root, folder), mode);
  const { projects, findings, unlisted } = await asOrdinaryUser(() => findProjects(root));
  for (const folder of ['secret', 'closed', 'home']) await chmod(path.join(root, folder), 0o755);
  expect(projects.map(({ dir }) => path.relative(root, dir))).toEqual(['a']);
  expect(unlisted.map((folder) => path.relative(root, folder)).sort()).toEqual([
    'closed/one',
    'd/migrations',
    'home',
    'secret',
  ]);
  expect(findings).toHaveLength(4);
  expect(findings.at(-1)).toEqual({
    rule: 'unsearched-folder',
    severity: 'warning',
    message: 'secret was not searched for migrations: this user may not list it',
    notes: [],
    hint: ['Allow it where it may hold some:', { code: "chmod u+rx 'secret'" }],
  });
});
