import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { readPrismaSchema } from './read.ts';

test('a part of a schema that cannot be read is an error that names it', async () => {
  using dir = directory({ 'prisma/schema/main.prisma': 'datasource db { provider = "postgresql" }\n' });
  const schema = join(dir.path, 'prisma/schema');
  symlinkSync('nowhere.prisma', join(schema, 'part.prisma'));
  await expect(readPrismaSchema(schema, dir.path)).rejects.toMatchObject({
    code: 'usage',
    message: 'prisma/schema/part.prisma cannot be read (ENOENT)',
    hint: expect.stringContaining('.prisma file'),
  });
});

test('a directory in the place of a part is an error that names it', async () => {
  using dir = directory({ 'schema/main.prisma': 'datasource db { provider = "postgresql" }\n' });
  mkdirSync(join(dir.path, 'schema/part.prisma'));
  await expect(readPrismaSchema(join(dir.path, 'schema'), dir.path)).rejects.toMatchObject({
    code: 'usage',
    message: 'schema/part.prisma cannot be read (it is not a file)',
  });
});

test('what prisma.config hands to somebody else is read without its comments, under any of its names', async () => {
  using dir = directory({
    'prisma/schema.prisma': 'datasource db { provider = "postgresql" }\n',
    'prisma.config.cts':
      "// tables: { external: ['audit'] },\nexport = { tables: { external: [/* 'a', */ 'app.logs'] } };\n",
  });
  const { external } = await readPrismaSchema(join(dir.path, 'prisma/schema.prisma'), dir.path);
  expect([...external]).toEqual(['app.logs']);
});
