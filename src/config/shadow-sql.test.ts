import { expect, test } from 'vitest';
import { directory } from '../../test/strata.ts';
import { loadConfig } from './load.ts';

async function setupOf(files: Readonly<Record<string, string>>): Promise<string> {
  using project = directory(files);
  return (await loadConfig(project.path, project.path)).setup;
}

const config = (value: string) => `import { defineConfig } from 'prisma/config';
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: {
    initShadowDb: ${value},
  },
});
`;

test('what Prisma runs on its shadow database is there before the first migration', async () => {
  const sql = 'CREATE SCHEMA auth;\n    CREATE TABLE auth.users (id uuid PRIMARY KEY);';
  expect(await setupOf({ 'prisma.config.ts': config(`\`${sql}\``) })).toBe(sql);
  expect(await setupOf({ 'prisma.config.mjs': config(`'SELECT \\'a\\';\\nSELECT 2;'`) })).toBe(
    "SELECT 'a';\nSELECT 2;",
  );
  expect(await setupOf({ 'prisma.config.ts': config('"SELECT 1;\\tSELECT \\\n2;\\r\\n"') })).toBe(
    'SELECT 1;\tSELECT 2;\r\n',
  );
});

test('what is computed or commented out is left alone', async () => {
  expect(await setupOf({ 'prisma.config.ts': config(`\`CREATE SCHEMA \${name};\``) })).toBe('');
  expect(await setupOf({ 'prisma.config.ts': '// initShadowDb: "SELECT 1;"\nexport default {};\n' })).toBe(
    '',
  );
  expect(
    await setupOf({
      'prisma.config.ts': config('"SELECT 2;"').replace(
        'migrations',
        '/*\n initShadowDb: "SELECT 1;"\n*/ migrations',
      ),
    }),
  ).toBe('SELECT 2;');
  expect(await setupOf({ 'package.json': '{}' })).toBe('');
});

test('the configuration of Strata knows better', async () => {
  const files = {
    'prisma.config.ts': config('"SELECT 1;"'),
    'strata.config.json': '{ "setup": "before.sql" }',
    'before.sql': 'SELECT 2;',
  };
  expect(await setupOf(files)).toBe('SELECT 2;');
});
