import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { prismaConfigNames, withoutComments } from '../../model/config-code.ts';
import { StrataError } from '../../model/errors.ts';
import { qualifiedName } from '../../postgres/identifier.ts';
import type { PrismaFile } from './blocks.ts';
import { inOneDialect, type PrismaScope, readScope } from './dialect.ts';
import { outlinePrisma, type PrismaOutline } from './outline.ts';

/** A Prisma schema as it was read, before anything judged it. */
export interface PrismaSchema {
  readonly files: readonly PrismaFile[];
  /** The same in the dialect of the engine; every line is where it was. */
  readonly adapted: readonly PrismaFile[];
  readonly scope: PrismaScope;
  readonly outline: PrismaOutline;
  /** SQL names of tables and enums that prisma.config says somebody else looks after. */
  readonly external: ReadonlySet<string>;
}

/** Reads a `.prisma` file, or all of a folder and its folders. Names are relative to `dir`, the project's directory. */
export async function readPrismaSchema(path: string, dir: string): Promise<PrismaSchema> {
  const files = await Promise.all(
    (await prismaFiles(path)).map(async (file) => {
      const name = relative(dir, file).split(sep).join('/');
      return { name, text: (await readText(file, name)).replace(/^\ufeff/, '') };
    }),
  );
  const scope = readScope(files);
  const database = scope.provider ?? 'postgresql';
  if (!/^postgres(?:ql)?$/.test(database)) {
    throw new StrataError('usage', `${relative(dir, path)} is for ${database}, not for PostgreSQL`, {
      hint: 'Its datasource must say provider = "postgresql".',
    });
  }
  return {
    files,
    adapted: inOneDialect(files),
    scope,
    outline: outlinePrisma(files, scope.name),
    external: await readExternal(path),
  };
}

async function readText(file: string, name: string): Promise<string> {
  const cannot = (why: string, cause?: unknown) =>
    new StrataError('usage', `${name} cannot be read (${why})`, {
      hint: 'Every .prisma file of a schema has to be a file that this user may read.',
      cause,
    });
  // Of a named pipe, reading would wait for ever.
  const found = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    throw cannot(String(cause.code), cause);
  });
  if (!found.isFile()) throw cannot('it is not a file');
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw cannot(String(cause.code), cause);
  });
}

/** The `.prisma` files at a path, absolute and sorted; a `usage` error where there are none. */
async function prismaFiles(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new StrataError('usage', `${path} cannot be read (${error.code})`, { cause: error });
  });
  if (!found.isDirectory()) return [path];
  const names = (await readdir(path, { recursive: true }))
    .filter(
      (name) => name.endsWith('.prisma') && !/(^|[/\\])(node_modules|\.[^/\\]+|migrations)[/\\]/.test(name),
    )
    .sort();
  if (names.length > 0) return names.map((name) => join(path, name));
  throw new StrataError('usage', `${path} holds no .prisma files`, {
    hint: 'Name the schema file, or the folder of its parts.',
  });
}

/** `tables: { external: [...] }` and `enums: { external: [...] }` of the nearest prisma.config, which is read as text. */
async function readExternal(path: string): Promise<ReadonlySet<string>> {
  const text = withoutComments(await nearestConfig(dirname(path)));
  const lists = text.matchAll(/\b(?:tables|enums)\s*:\s*\{[^{}]*?\bexternal\s*:\s*\[([^\]]*)\]/g);
  const names = [...lists].flatMap(([, list = '']) => [...list.matchAll(/(["'`])([^"'`]+)\1/g)]);
  return new Set(
    names.map(([, , name = '']) => {
      const [table = '', schema = 'public'] = name.split('.').reverse();
      return qualifiedName(schema, table);
    }),
  );
}

/** Its text; empty where there is none. */
async function nearestConfig(dir: string): Promise<string> {
  for (let at = dir; ; at = dirname(at)) {
    for (const name of prismaConfigNames) {
      const text = await readFile(join(at, name), 'utf8').catch(() => undefined);
      if (text !== undefined) return text;
    }
    if (at === dirname(at)) return '';
  }
}
