import { existsSync } from 'node:fs';
import path from 'node:path';
import { readHead } from './file-head.ts';
import { listDirectory } from './walk.ts';

/**
 * Where the Prisma schema of a folder of migrations lies: `schema.prisma`, the only `.prisma` file, or a folder of
 * several, beside the migrations or one level up. `beside` is the directory that holds the migrations' folder.
 */
export function findPrismaSchema(beside: string): string | null {
  for (const candidate of [beside, path.join(beside, 'schema'), path.join(beside, 'prisma')]) {
    const single = path.join(candidate, 'schema.prisma');
    const names = prismaFiles(candidate);
    // In a folder named `schema` all files count, even when one of them is called schema.prisma.
    if (names.length > 1 && path.basename(candidate) === 'schema') return candidate;
    if (existsSync(single)) return single;
    if (names.length === 1) return path.join(candidate, names[0]!);
    if (names.length > 1) return candidate;
  }
  return null;
}

/** The provider of the datasource block that belongs to a folder of migrations, or null when none is found. */
export function declaredProvider(beside: string): string | null {
  const schema = findPrismaSchema(beside);
  if (schema === null) return null;
  const files = schema.endsWith('.prisma')
    ? [schema]
    : prismaFiles(schema).map((name) => path.join(schema, name));
  for (const file of files) {
    const text = readHead(file)?.replace(/\/\/[^\n]*/g, '') ?? '';
    const provider = /\bdatasource\s+\w+\s*\{[^}]*?\bprovider\s*=\s*"([^"]+)"/.exec(text)?.[1];
    if (provider !== undefined) return provider;
  }
  return null;
}

function prismaFiles(directory: string): readonly string[] {
  return listDirectory(directory)?.files.filter((name) => name.endsWith('.prisma')) ?? [];
}
