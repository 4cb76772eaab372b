import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { findProjects } from '../detect/detect.ts';
import { historySuite } from '../history.suite.ts';
import { readHistory } from '../read.ts';

historySuite('Prisma', {
  layout: 'prisma',
  runner: 'prisma',
  folder: 'prisma/migrations',
  fileOf: (name) => `${name}/migration.sql`,
  downOf: (name) => `${name}/down.sql`,
  firstLine: 1,
  transaction: 'simple-query',
  names: ['20240101000000_init', '20240102000000_b', '20240102000001_a'],
  sameVersion: { names: ['20240101000000_a', '20240101000000_b'], severity: 'info' },
  extras: () => ({ 'migration_lock.toml': 'provider = "postgresql"\n' }),
});

test('loose files that Prisma does not read need no lock file', async () => {
  using project = directory({
    'package.json': '{ "prisma": { "schema": "prisma/schema.prisma" } }',
    'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
    'prisma/migrations/add_uuid.sql': 'SELECT 1;',
  });
  const { projects } = await findProjects(project.path);
  const { migrations, findings } = await readHistory(projects[0]!);
  expect(migrations).toEqual([]);
  expect(findings.map(({ rule }) => rule)).toEqual(['ignored-file']);
});

test('code beside the SQL is told of once, and no lock file is asked for; where there is one, Prisma stops at it', async () => {
  using project = directory({
    'migration/20240101000000_fill/migration.ts': 'export {};',
    'migration/20240102000000_fill/migration.ts': 'export {};',
    'migration/20240103000000_init/migration.sql': 'SELECT 1;',
    'migration/20240104000000_fill/migration.ts': 'export {};',
    'migration/20240105000000_fill/migration.ts': 'export {};',
    'schema.prisma': 'datasource db {\n  provider = "postgresql"\n}\n',
  });
  const { projects } = await findProjects(project.path);
  const { migrations, findings } = await readHistory(projects[0]!);
  expect(migrations.map(({ name }) => name)).toEqual(['20240103000000_init']);
  expect(findings.map(({ rule, message }) => [rule, message])).toEqual([
    ['code-migration', '4 migrations of migration are not SQL and not rehearsed'],
  ]);
  writeFileSync(path.join(project.path, 'migration/migration_lock.toml'), 'provider = "postgresql"\n');
  const locked = await readHistory(projects[0]!);
  expect(locked.programs).toBeUndefined();
  expect(locked.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(
    Array(4).fill('error missing-migration-file'),
  );
});
