import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findStaleClients } from './stale-client.ts';

const datasource = 'datasource db {\n  provider = "postgresql"\n}\n';
const models = `model Member {
  id    Int     @id @default(autoincrement())
  name  String  @default("a  // b")
  badge Badge[]
}

model Badge {
  id       Int    @id
  serial   String @unique @db.VarChar(20)
  memberId Int
  member   Member @relation(fields: [memberId], references: [id])

  @@index([serial])
}
`;

function generator(provider: string, output?: string): string {
  const line = output === undefined ? '' : `  output   = "${output}"\n`;
  return `generator client {\n  provider = "${provider}"\n${line}}\n`;
}

/** A generated file of TypeScript as Prisma 7 writes it, as far as it tells of its schema. */
function generated(schema: string): string {
  return `const config = {\n  "activeProvider": "postgresql",\n  "inlineSchema": ${JSON.stringify(schema)},\n}\n`;
}

async function findingsOf(files: Readonly<Record<string, string>>, schema = 'prisma/schema.prisma') {
  const path = mkdtempSync(join(tmpdir(), 'strata-client-'));
  try {
    for (const [name, text] of Object.entries({ '.git/HEAD': '', ...files })) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), text);
    }
    return await findStaleClients(join(path, schema), path);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}

const js = generator('prisma-client-js') + datasource;
const packaged = 'node_modules/.prisma/client/schema.prisma';

test('nothing is said where no client was generated', async () => {
  expect(await findingsOf({ 'prisma/schema.prisma': js + models })).toEqual([]);
  const elsewhere = generator('prisma-client', '../src/generated') + datasource;
  expect(await findingsOf({ 'prisma/schema.prisma': elsewhere + models })).toEqual([]);
});

test('white space, comments, order and plain indexes make no client stale', async () => {
  const [member = '', badge = ''] = models.split('\n\nmodel ');
  const written = `model ${badge}\n${member}`
    .replace('  @@index([serial])\n', '')
    .replace('fields: [memberId], references: [id]', 'fields:[memberId],\n    references:[id]')
    .replace('serial ', '/// printed on the badge\n  serial  ')
    .replace('memberId Int', 'memberId Int // whose it is');
  expect(await findingsOf({ 'prisma/schema.prisma': js + models, [packaged]: js + written })).toEqual([]);
});

test('what the client lacks, still has and knows otherwise is named, and the command that makes it anew', async () => {
  const changed = models
    .replace('  name  String  @default("a  // b")', '  name  String?\n  rank  Int @default(0)')
    .replace('  serial   String @unique @db.VarChar(20)\n', '  serial   String @db.VarChar(20)\n');
  const [finding, ...others] = await findingsOf({
    'prisma/schema.prisma': `${js}${changed}\nmodel Visitor {\n  id Int @id\n}\n`,
    [packaged]: `${js}${models}\nenum Rank {\n  LOW\n}\n`,
  });
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    rule: 'stale-client',
    severity: 'warning',
    message:
      'The Prisma client in node_modules/.prisma/client was not generated from prisma/schema.prisma as it is now.',
    hint: { code: 'npx prisma generate' },
    where: { file: 'prisma/schema.prisma', line: 9, column: 3 },
  });
  expect(finding?.notes.slice(0, 3)).toEqual([
    'It lacks: field Member.rank, model Visitor.',
    'It still has: enum Rank.',
    'It knows otherwise: field Member.name (String in the client, String? in the schema), field Badge.serial.',
  ]);
});

test('a text in quotes counts to the last space', async () => {
  const written = models.replace('"a  // b"', '"a // b"');
  const found = await findingsOf({ 'prisma/schema.prisma': js + models, [packaged]: js + written });
  expect(found.map(({ notes }) => notes[0])).toEqual(['It knows otherwise: field Member.name.']);
});

test('the schema is found in generated TypeScript as well, wherever the generator writes it', async () => {
  const head = `// output = "nowhere"\n${generator('prisma-client', '../../src/generated')}${datasource}`;
  const found = await findingsOf(
    {
      'db/schema/base.prisma': head,
      'db/schema/members.prisma': models,
      'src/generated/internal/class.ts': generated(head + models.replace(/ {2}name.*\n/, '')),
    },
    'db/schema',
  );
  expect(found).toMatchObject([
    {
      message: 'The Prisma client in src/generated was not generated from db/schema as it is now.',
      hint: { code: "npx prisma generate --schema 'db/schema'" },
      where: { file: 'db/schema/members.prisma', line: 3 },
    },
  ]);
  expect(found[0]?.notes[0]).toBe('It lacks: field Member.name.');
});

test('a client that a workspace shares may be of another schema, and is left alone', async () => {
  const other = 'model Invoice {\n  id Int @id\n}\n\nmodel Customer {\n  id Int @id\n}\n';
  const files = { 'apps/shop/prisma/schema.prisma': js + models, [packaged]: js + other };
  expect(await findingsOf(files, 'apps/shop/prisma/schema.prisma')).toEqual([]);
});
