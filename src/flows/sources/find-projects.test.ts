import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { findAllProjects } from './find-projects.ts';
import { parseSource } from './sources.ts';

const datasource = (provider: string) => `datasource db {\n  provider = "${provider}"\n}\n`;

async function refusal(path: string): Promise<unknown> {
  return findAllProjects(['.'], path).then(
    () => 'found some',
    ({ code, message, hint }) => ({ code, message, hint }),
  );
}

test('a project of other databases alone is one error that names them', async () => {
  using project = directory({
    'prisma/schema.prisma': datasource('mysql'),
    'prisma/migrations/migration_lock.toml': 'provider = "mysql"\n',
    'prisma/migrations/20240101000000_init/migration.sql': 'SELECT 1;',
    'lite/migrations/migration_lock.toml': 'provider = "sqlite"\n',
    'lite/migrations/20240101000000_init/migration.sql': 'SELECT 1;',
  });
  expect(await refusal(project.path)).toEqual({
    code: 'usage',
    message:
      'no migrations for PostgreSQL found in .: lite/migrations is for sqlite, prisma/migrations is for mysql',
    hint: expect.stringContaining('strata.config.ts'),
  });
});

test('where a part of a repository has no migrations, those elsewhere in it are named', async () => {
  using repository = directory({
    '.git/HEAD': 'ref: refs/heads/main\n',
    'apps/web/package.json': '{}',
    'packages/db/package.json': '{}',
    'packages/db/migrations/001_init.sql': 'SELECT 1;',
  });
  expect(await refusal(join(repository.path, 'apps/web'))).toEqual({
    code: 'usage',
    message: 'no migrations found in ., but elsewhere in this repository',
    hint: `strata check '${join(repository.path, 'packages/db')}'`,
  });
});

test('other databases beside PostgreSQL are only remarked on', async () => {
  using project = directory({
    'a/migrations/migration_lock.toml': 'provider = "mysql"\n',
    'a/migrations/20240101000000_init/migration.sql': 'SELECT 1;',
    'b/migrations/001_init.sql': 'SELECT 1;',
  });
  const { projects, findings } = await findAllProjects(['.'], project.path);
  expect(projects).toHaveLength(1);
  expect(findings.flatMap((one) => one.findings.map(({ rule }) => rule))).toEqual(['wrong-provider']);
});

test('a schema without migrations is told of with the way to the first one', async () => {
  using project = directory({ 'db/schema.prisma': datasource('postgresql') });
  expect(await refusal(project.path)).toEqual({
    code: 'usage',
    message: 'no migrations found in .: db/schema.prisma has none that make it',
    hint: expect.stringContaining('strata plan init'),
  });
});

test('a schema in several files without migrations is told of by its folder', async () => {
  using project = directory({
    'prisma/schema/base.prisma': datasource('postgresql'),
    'prisma/schema/item.prisma': 'model Item {\n  id Int @id\n}\n',
  });
  expect(await refusal(project.path)).toMatchObject({
    message: 'no migrations found in .: prisma/schema has none that make it',
  });
});

test('SQL without an order is told of with the command that runs it all the same', async () => {
  using project = directory({
    'db/schema.sql': 'CREATE TABLE a (id int);',
    'db/queries/mysql/b.sql': 'SELECT 1;',
    'lib/views/one.sql': 'SELECT 1;',
    'lib/views/two.sql': 'SELECT 2;',
  });
  expect(await refusal(project.path)).toEqual({
    code: 'usage',
    message: 'no migrations found in .: there is SQL in lib/views, and elsewhere (1), without an order',
    hint: expect.stringContaining("strata check 'lib/views'"),
  });
});

test('migrations that are programs are told of with what is possible all the same', async () => {
  using project = directory({
    'src/migrations/20240101000000_init.ts': 'export const up = 1;',
    'src/queries/one.sql': 'SELECT 1;',
  });
  expect(await refusal(project.path)).toMatchObject({
    message: 'no migrations found in .: those of src/migrations are programs, not SQL',
    hint: expect.stringContaining('strata adopt --live URL'),
  });
});

test('so are those that a runner of its own makes SQL of', async () => {
  using project = directory({ 'migrations/01_users.json': '{"operations": []}' });
  expect(await refusal(project.path)).toMatchObject({
    message: 'no migrations found in .: those of migrations are JSON, XML or YAML, not SQL',
    hint: expect.stringContaining('strata adopt --live URL'),
  });
});

test('nothing at all is told of with what was looked for', async () => {
  using project = directory({ 'notes.txt': 'none' });
  expect(await refusal(project.path)).toMatchObject({
    message: 'no migrations found in .',
    hint: expect.stringContaining('prisma/migrations'),
  });
});

test('a path that leads nowhere is told by what stands in the way', async () => {
  using project = directory({});
  symlinkSync('nowhere.sql', join(project.path, 'dangling.sql'));
  symlinkSync('loop', join(project.path, 'loop'));
  const told = (name: string) => findAllProjects([name], project.path, { files: true });
  await expect(told('dangling.sql')).rejects.toThrow(
    'dangling.sql is a link to something that does not exist',
  );
  await expect(told('loop')).rejects.toThrow('loop is a link that leads back to itself');
  await expect(told('absent')).rejects.toThrow('absent does not exist');
  await expect(parseSource('dangling.sql', project.path)).rejects.toThrow(
    'dangling.sql is a link to something that does not exist',
  );
  await expect(parseSource('loop', project.path)).rejects.toThrow('loop is a link that leads back to itself');
});

test.skipIf(process.platform === 'win32')('a named pipe that was named holds nobody up', async () => {
  using project = directory({});
  execFileSync('mkfifo', [join(project.path, '001_a.sql')]);
  const { projects } = await findAllProjects(['001_a.sql'], project.path, { files: true });
  expect(projects).toMatchObject([{ files: ['001_a.sql'], runner: 'plain' }]);
});

test('takes for the declared schema of Supabase the files that its configuration names, in its order', async () => {
  const config = (paths: string) => `[db.migrations]\nschema_paths = [${paths}]\n`;
  using project = directory({
    'supabase/migrations/20240101000000_init.sql': 'CREATE TABLE a (id int);',
    'supabase/schemas/old/users.sql': 'CREATE TABLE users (id int);',
    'supabase/schemas/tables.sql': 'CREATE TABLE a (id int);',
    'supabase/schemas/more/b.sql': 'CREATE TABLE b (id int);',
  });
  const schema = async (paths: string) => {
    writeFileSync(join(project.path, 'supabase/config.toml'), config(paths));
    return (await findAllProjects([project.path], project.path)).projects[0]?.schema;
  };
  const files = async () => {
    const source = await parseSource('declared:supabase/config.toml', project.path);
    return source.kind === 'sql' ? source.files.map((file) => relative(project.path, file)) : [];
  };
  expect(await schema('')).toBe('supabase/schemas');
  expect(await schema('"./schemas/tables.sql", "schemas/more/*.sql", "schemas/*.sql"')).toBe(
    'supabase/config.toml',
  );
  expect(await files()).toEqual(['supabase/schemas/tables.sql', 'supabase/schemas/more/b.sql']);
  await schema('"database/*.sql"');
  await expect(files()).rejects.toMatchObject({
    message: 'schema_paths of supabase/config.toml names no .sql file',
  });
});
