import path from 'node:path';
import { expect, it } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { findProjects } from './detect.ts';

/** What is found: the folders of histories, and the messages of the findings up to their first colon. */
async function survey(files: Readonly<Record<string, string>>, below = '') {
  using project = directory(files);
  const { projects, findings } = await findProjects(path.join(project.path, below));
  return {
    found: projects.map(({ dir, folder }) => path.relative(project.path, path.join(dir, folder))),
    said: findings.map(({ rule, message }) => `${rule}: ${message.replace(/:.*/, '')}`),
  };
}

const lock = 'provider = "postgresql"\n';
const prisma = {
  'packages/prisma/package.json': '{}',
  'packages/prisma/migrations/migration_lock.toml': lock,
  'packages/prisma/migrations/20240101000000_init/migration.sql': 'CREATE TABLE users (id int);',
};

it('leaves scripts without an order to a project that has an ordered history, wherever they lie', async () => {
  const scripts = {
    'package.json': '{}',
    'scripts/data-migrations/backfill_slugs.sql': 'UPDATE users SET id = 1;',
    'scripts/data-migrations/fix_orgs.sql': 'UPDATE users SET id = 2;',
    'services/own/package.json': '{}',
    'services/own/migrations/users.sql': 'CREATE TABLE users (id int);',
  };
  expect(await survey({ ...prisma, ...scripts })).toEqual({
    found: ['packages/prisma/migrations', 'services/own/migrations'],
    said: ['unordered-scripts: scripts/data-migrations is left out'],
  });
});

it('leaves SQL without an order to the programs above it that load it', async () => {
  const files = {
    'migrations/20200101_users.js': 'export const up = () => {};',
    'migrations/functions/total.sql': 'CREATE FUNCTION total() RETURNS int RETURN 1;',
  };
  expect(await survey(files)).toEqual({
    found: [],
    said: ['unordered-scripts: migrations/functions is left out'],
  });
  expect((await survey(files, 'migrations/functions')).found).toEqual(['migrations/functions']);
});

it('tells of migrations that are programs where they lie apart from a history', async () => {
  const files = {
    'apps/legacy/migrations/20200101_users.js': '',
    'apps/java/changelog/changes/001.xml': '<databaseChangeLog></databaseChangeLog>',
    'changelogs/unreleased/12345.yml': 'title: A new button',
    'tests/migrations/20200101_users.js': '',
    // db-migrate: what loads the SQL below.
    'loaded/migrations/20200101_users.js': '',
    'loaded/migrations/sqls/20200101_users-up.sql': 'CREATE TABLE users (id int);',
  };
  expect(await survey({ ...prisma, ...files })).toEqual({
    found: ['loaded/migrations/sqls', 'packages/prisma/migrations'],
    said: ['code-migration: 2 folders hold migrations that are not SQL and not rehearsed'],
  });
});

it('tells of numbered SQL that counts no more since there is a plain history', async () => {
  const billing = {
    'services/billing/sql/001_a.sql': 'CREATE TABLE a (id int);',
    'services/billing/sql/002_b.sql': 'CREATE TABLE b (id int);',
    'tests/sql/001_a.sql': 'CREATE TABLE a (id int);',
    'tests/sql/002_b.sql': 'CREATE TABLE b (id int);',
  };
  expect((await survey(billing)).found).toEqual(['services/billing/sql']);
  expect(await survey({ ...billing, ...prisma })).toEqual({
    found: ['packages/prisma/migrations'],
    said: ['left-out-folder: services/billing/sql is left out'],
  });
});

it('tells of histories below a history whose reader passes over them', async () => {
  const numbered = { '001_a.sql': 'CREATE TABLE a (id int);', '002_b.sql': 'CREATE TABLE b (id int);' };
  const files: Record<string, string> = {
    'drizzle/meta/_journal.json': '{ "dialect": "postgresql", "entries": [] }',
    'drizzle/tenant/meta/_journal.json': '{ "dialect": "postgresql", "entries": [] }',
    'migrations/functions/total.sql': 'CREATE FUNCTION total() RETURNS int RETURN 1;',
    'db/migration/V1__a.sql': 'CREATE TABLE a (id int);',
    'db/migration/more/V2__b.sql': 'CREATE TABLE b (id int);',
  };
  for (const [name, text] of Object.entries(numbered)) {
    for (const folder of ['migrations', 'migrations/tenant', 'migrations/seeds', 'migrations/sqlite'])
      files[`${folder}/${name}`] = text;
  }
  expect(await survey(files)).toEqual({
    found: ['db/migration', 'drizzle', 'migrations'],
    said: ['left-out-folder: drizzle/tenant is left out', 'left-out-folder: migrations/tenant is left out'],
  });
});

it("leaves Graphile Migrate's draft alone, be it a file or a folder", async () => {
  const files = {
    'migrations/committed/000001.sql': 'CREATE TABLE a (id int);',
    'migrations/current.sql': 'DROP TABLE a;',
    'migrations/current/1-users.sql': 'ALTER TABLE a ADD COLUMN b int;',
  };
  expect(await survey(files)).toEqual({ found: ['migrations/committed'], said: [] });
});

it('takes the last telling name of a folder, and a service for one where its files are for PostgreSQL', async () => {
  expect(
    await survey({
      'connectors/mysql/state/postgres/migrations/001_a.sql': 'CREATE TABLE a (id int);',
      'services/oracle/migrations/001_prices.sql': 'CREATE TABLE prices (at timestamptz);',
      'services/shop/oracle/migrations/001_a.sql': 'CREATE TABLE a (at timestamp with time zone);',
      'services/shop/h2/V1__a.sql': 'CREATE TABLE a (b jsonb);',
    }),
  ).toEqual({
    found: ['connectors/mysql/state/postgres/migrations', 'services/oracle/migrations'],
    said: [
      'wrong-provider: services/shop/h2 is skipped',
      'wrong-provider: services/shop/oracle/migrations is skipped',
    ],
  });
});
