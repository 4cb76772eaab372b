import { describe, expect, test } from 'vitest';
import { hintText } from '../../model/hint.ts';
import { inOneDialect, readScope } from './dialect.ts';
import { lintPrisma } from './engine.ts';
import { explainPrisma } from './errors.ts';
import { outlinePrisma } from './outline.ts';

function explain(...texts: readonly string[]) {
  const files = texts.map((text, i) => ({ name: i === 0 ? 'schema.prisma' : `part${i}.prisma`, text }));
  const schema = {
    files,
    adapted: inOneDialect(files),
    scope: readScope(files),
    outline: outlinePrisma(files),
    external: new Set<string>(),
  };
  return explainPrisma(schema, lintPrisma(schema.adapted));
}

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';

describe('a relation with one end', () => {
  const mend = (...models: readonly string[]) =>
    explain(datasource + models.join('\n')).map(({ hint }) => hintText(hint ?? []));

  test('gets a list where the other side holds the key', () => {
    expect(
      mend(
        'model User {\n  id Int @id\n}',
        'model Company {\n  id Int @id\n  userId Int\n  user User @relation(fields: [userId], references: [id])\n}',
      ),
    ).toEqual(['Add to model User (schema.prisma:6):\n  companies Company[]']);
  });

  test('gets one at most where the key is unique', () => {
    expect(
      mend(
        'model User {\n  id Int @id\n}',
        'model Profile {\n  id Int @id\n  userId Int @unique\n  user User @relation(fields: [userId], references: [id], name: "profile of")\n}',
      ),
    ).toEqual(['Add to model User (schema.prisma:6):\n  profile Profile? @relation("profile of")']);
  });

  test('gets the key itself where the other side is a list', () => {
    expect(
      mend('model User {\n  id String @id @db.Uuid\n  posts Post[]\n}', 'model Post {\n  id Int @id\n}'),
    ).toEqual([
      'Add to model Post (schema.prisma:10):\n  user User? @relation(fields: [userId], references: [id])\n  userId String? @db.Uuid',
    ]);
  });

  test('gets a name that is still free', () => {
    expect(
      mend(
        'model User {\n  id Int @id\n  posts String\n}',
        'model Post {\n  id Int @id\n  authorId Int\n  author User @relation(fields: [authorId], references: [id])\n}',
      ),
    ).toEqual(['Add to model User (schema.prisma:7):\n  postsAuthor Post[]']);
  });

  test('is told at its place, also in another file and behind letters of several bytes', () => {
    const [finding] = explain(
      `${datasource}// Grüße 🐘\nmodel User {\n  id Int @id\n}\n`,
      '// ключ\nmodel Post {\n  id Int @id\n  authorId Int /* ü */\n  author User @relation(fields: [authorId], references: [id])\n}\n',
    );
    expect(finding).toMatchObject({
      rule: 'invalid-declared-schema',
      severity: 'error',
      message: '`Post.author` points to model User, which has no field that points back to Post.',
      where: { file: 'part1.prisma', line: 5, column: 3 },
      hint: ['Add to model User (schema.prisma:7):', { code: '  posts Post[]' }],
    });
    expect(finding?.frame?.lines).toContain('  author User @relation(fields: [authorId], references: [id])');
  });
});

test("other errors keep Prisma's words, and its advice as the hint", () => {
  expect(explain(`${datasource}model A {\n  id Int @id\n  b Nope\n}\n`)).toMatchObject([
    {
      message:
        'Type "Nope" is neither a built-in type, nor refers to another model, composite type, or enum.',
      where: { file: 'schema.prisma', line: 6, column: 5 },
    },
  ]);
  const [unique] = explain(
    `${datasource}model A {\n  id Int @id\n  bId Int\n  b B @relation(fields: [bId], references: [id])\n}\nmodel B {\n  id Int @id\n  a A?\n}\n`,
  );
  expect(unique?.message).toBe('A one-to-one relation must use unique fields on the defining side.');
  expect(hintText(unique?.hint ?? [])).toMatch(/^Either add an `@unique` attribute to the field `bId`/);
});

describe('a schema of any version of Prisma', () => {
  test.each([
    [
      'addresses in the datasource',
      'datasource db {\n  provider = "postgresql"\n  url = env("A")\n  directUrl = "x"\n  shadowDatabaseUrl = env("B")\n}\n',
    ],
    ['`postgres` as provider', 'datasource db {\n  provider = "postgres"\n  url = env("A")\n}\n'],
    [
      'referentialIntegrity',
      'datasource db {\n  provider = "postgresql"\n  referentialIntegrity = "prisma"\n}\n',
    ],
    [
      'retired and unknown preview features',
      `${datasource}generator js {\n  provider = "prisma-client-js"\n  previewFeatures = ["orderByRelation", "nativeTypes", "metrics", "soon"]\n}\n`,
    ],
    [
      'several generators, one of them without a provider',
      `${datasource}generator a {\n  output = "x"\n}\ngenerator b {\n  provider = "zod"\n}\n`,
    ],
    ['several datasources', `${datasource}datasource old {\n  provider = "mysql"\n  url = env("A")\n}\n`],
    ['no datasource', ''],
    [
      'extensions without the preview feature',
      'datasource db {\n  provider = "postgresql"\n  extensions = [uuidOssp(map: "uuid-ossp"), citext]\n}\n',
    ],
    ['views without the preview feature', `${datasource}view V {\n  id Int @unique\n}\n`],
    ['line ends of Windows', datasource.replaceAll('\n', '\r\n')],
  ])('is taken with %s', (_, head) => {
    expect(explain(`${head}model A {\n  id Int @id @default(autoincrement())\n}\n`)).toEqual([]);
  });
});

test('a database schema that the datasource does not list is told with the line that lists it', () => {
  const listing = 'datasource db {\n  provider = "postgresql"\n  schemas  = ["app"]\n}\n';
  const [first, second] = explain(
    `${listing}model Law {\n  id Int @id\n  @@schema("law")\n}\n\nenum Kind {\n  A\n  @@schema("law")\n}\n`,
  );
  expect(first).toMatchObject({
    message: 'The database schema law is not listed in the datasource.',
    hint: ['Write into the datasource:', { code: '  schemas = ["app", "law"]' }],
    where: { file: 'schema.prisma', line: 7 },
  });
  expect(second).toMatchObject({ where: { line: 12 } });
});

test('a view may have the keys and indexes that Prisma took until version 6', () => {
  const view = 'view Summary {\n  id Int @id\n  day DateTime\n  @@id([id, day])\n  @@index([day])\n}\n';
  const generator = 'generator client {\n  provider = "prisma-client-js"\n}\n';
  expect(explain(generator + view.replace('@@id([id, day])', '') + datasource)).toEqual([]);
  expect(explain(view.replace('Int @id', 'Int') + datasource + generator)).toEqual([]);
});
