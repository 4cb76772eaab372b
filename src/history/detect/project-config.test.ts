import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { findProjects } from './detect.ts';

async function found(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  using project = directory(files);
  const { projects, foreign } = await findProjects(project.path);
  return [
    ...projects.map(({ dir, runner, folder, more = [] }) =>
      [path.relative(project.path, dir) || '.', runner, folder, ...more].join(' '),
    ),
    ...foreign.map(({ folder, database }) => `${folder} for ${database}`),
  ];
}

const lock = 'provider = "postgresql"\n';

it("keeps to the block of migrations in Prisma's configuration", async () => {
  const config = (migrations: string) =>
    `export default defineConfig({ migrations: ${migrations}, views: { path: "prisma/views" } });`;
  const history = {
    'prisma/migrations/migration_lock.toml': lock,
    'prisma/views/public/total.sql': 'SELECT 1;',
  };
  expect(await found({ ...history, 'prisma.config.ts': config('{ seed: "tsx seed.ts" }') })).toEqual([
    '. prisma prisma/migrations',
  ]);
  const own = config('{ initShadowDb: `DO $$ BEGIN } $$`, tables: { external: [] }, path: "db/steps" }');
  expect(await found({ 'db/steps/20240101_a/migration.sql': 'SELECT 1;', 'prisma.config.ts': own })).toEqual([
    '. prisma db/steps',
  ]);
});

it("goes by drizzle.config before others of drizzle-kit's for one folder", async () => {
  const config = (schema: string) =>
    `export default { out: "drizzle", dialect: "postgresql", migrations: { schema: "${schema}" } };`;
  using project = directory({
    'drizzle-dev.config.ts': config('dev'),
    'drizzle.config.ts': config('app'),
    'drizzle.prod.config.ts': config('prod'),
    'drizzle/0000_a.sql': 'SELECT 1;',
  });
  expect((await findProjects(project.path)).projects.map(({ ledgerTable }) => ledgerTable)).toEqual([
    '"app"."__drizzle_migrations"',
  ]);
});

it("takes Flyway's own URLs for what tells its database", async () => {
  const scripts = { 'sql/V1__a.sql': 'CREATE TABLE a (id int);' };
  const conf = (url: string) => ({
    ...scripts,
    'flyway.conf': `# MySQL : jdbc:mysql://<host>\n${url}\nflyway.locations=filesystem:sql\n`,
  });
  const ours = ['. flyway sql'];
  expect(await found(conf('flyway.url=jdbc:postgresql://localhost/app'))).toEqual(ours);
  expect(await found(conf('flyway.url=jdbc:tc:postgresql:18:///app'))).toEqual(ours);
  expect(await found(conf('flyway.url=%DB_URL%'))).toEqual(ours);
  expect(await found(conf(''))).toEqual(ours);
  expect(await found(conf('flyway.url=jdbc:p6spy:mysql://localhost/app'))).toEqual(['sql for mysql']);
  const toml = (...urls: readonly string[]) => ({
    ...scripts,
    'flyway.toml': `${urls.map((url, i) => `[environments.e${i}]\nurl = "${url}"\n`).join('')}[flyway]\nlocations = ["filesystem:sql"]\n`,
  });
  expect(await found(toml('jdbc:h2:mem:app', 'jdbc:postgresql://localhost/app'))).toEqual(ours);
  expect(await found(toml('jdbc:h2:mem:app'))).toEqual(['sql for h2']);
});

it("finds Flyway's locations among a Java project's resources, also without a prefix", async () => {
  const scripts = {
    'pom.xml': '',
    'src/main/resources/db/migration/V1__a.sql': 'CREATE TABLE a (id int);',
    'src/main/resources/db/rows/V2__b.sql': 'INSERT INTO a VALUES (1);',
  };
  for (const file of ['application.properties', 'config/application.properties']) {
    expect(
      await found({
        ...scripts,
        [`src/main/resources/${file}`]: 'spring.flyway.locations=db/migration,db/rows\n',
      }),
    ).toEqual(['. flyway src/main/resources/db/migration src/main/resources/db/rows']);
  }
});

it('joins what is common to all databases with what is for PostgreSQL, where no configuration tells', async () => {
  const at = 'src/main/resources/db/migration';
  expect(
    await found({
      'pom.xml': '',
      [`${at}/common/V1__a.sql`]: 'CREATE TABLE a (id int);',
      [`${at}/h2/V2__b.sql`]: 'CREATE TABLE b (id int);',
      [`${at}/postgresql/V2__b.sql`]: 'CREATE TABLE b (id int);',
    }),
  ).toEqual([`. flyway ${at}/postgresql ${at}/common`, `${at}/h2 for h2`]);
});

it("takes for D1's what Wrangler's configuration says, and no history of PostgreSQL or of another runner", async () => {
  const plain = { 'migrations/001_a.sql': 'CREATE TABLE a (id int);' };
  const d1 = '[[d1_databases]]\nbinding = "DB"\n';
  expect(await found({ ...plain, 'wrangler.toml': d1 })).toEqual(['migrations for d1']);
  expect(await found({ ...plain, 'wrangler.toml': '# [[d1_databases]]\n' })).toEqual(['. plain migrations']);
  expect(await found({ 'migrations/001_a.sql': 'CREATE TABLE a (b jsonb);', 'wrangler.toml': d1 })).toEqual([
    '. plain migrations',
  ]);
  expect(await found({ 'migrations/001_a.sql': '-- +goose Up\nSELECT 1;', 'wrangler.toml': d1 })).toEqual([
    '. goose migrations',
  ]);
  expect(
    await found({
      ...plain,
      'wrangler.toml': `${d1}migrations_dir = "d1"\n[[env.prod.d1_databases]]\nbinding = "DB"\n`,
    }),
  ).toEqual(['. plain migrations']);
  const two =
    '{ "d1_databases": [{ "migrations_dir": "one" }, // the other\n { "migrations_dir": "two" }, ], }';
  expect(
    await found({
      'one/001_a.sql': 'SELECT 1;',
      'two/001_a.sql': 'SELECT 1;',
      'wrangler.jsonc': two,
    }),
  ).toEqual(['one for d1', 'two for d1']);
});

it('finds a folder once, in the project that has it, whatever links lead to it', async () => {
  using project = directory({
    'apps/web/package.json': '{ "prisma": { "schema": "prisma/schema.prisma" } }',
    'packages/db/package.json': '{ "prisma": { "schema": "prisma/schema.prisma" } }',
    'packages/db/prisma/migrations/migration_lock.toml': lock,
    'packages/db/prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
  });
  symlinkSync('../../packages/db/prisma', path.join(project.path, 'apps/web/prisma'));
  const { projects } = await findProjects(project.path);
  expect(projects.map(({ dir }) => path.relative(project.path, dir))).toEqual(['packages/db']);
});
