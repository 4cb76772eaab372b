import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readHead } from '../file-bytes.ts';
import { compareBytes } from '../migration-folder.ts';
import { listDirectory, walk } from './walk.ts';

/**
 * Where the Prisma schema of a folder of migrations lies: `schema.prisma`, the only `.prisma` file, or a folder of
 * several, beside the migrations or near by. Of several schemas it is the one that the migrations are for.
 */
export function findPrismaSchema(migrations: string): string | null {
  const beside = path.dirname(migrations);
  for (const folder of [beside, path.join(beside, 'schema'), path.join(beside, 'prisma')]) {
    const found = schemaIn(folder, migrations);
    if (found !== null) return found;
  }
  const below = listDirectory(beside)?.directories.map((name) => path.join(beside, name)) ?? [];
  const made = tablesMadeIn(migrations);
  const apart = below
    .filter((folder) => folder !== migrations && path.basename(folder) !== 'node_modules')
    .flatMap((folder) => filesIn(folder).filter(isRoot))
    .filter((file) => tablesDeclaredIn(file).some((table) => made.has(table)));
  return apart.length === 0 ? null : chooseSchema(apart, migrations);
}

/** The provider of the datasource block that belongs to a folder of migrations, or null when none is found. */
export function declaredProvider(migrations: string): string | null {
  const schema = findPrismaSchema(migrations);
  if (schema === null) return null;
  const files = schema.endsWith('.prisma') ? [schema] : filesBelow(schema);
  return files.map(providerOf).find((provider) => provider !== null) ?? null;
}

/** The Prisma schemas for PostgreSQL at or below a directory, files or folders of several, absolute. */
export function loneSchemas(dir: string): readonly string[] {
  const found: string[] = [];
  walk(dir, ({ path: folder }) => {
    const isOurs = filesIn(folder).some((file) => isPostgres(providerOf(file)));
    const schema = isOurs ? schemaIn(folder, path.join(folder, 'migrations')) : null;
    if (schema !== null) found.push(schema);
    return schema === null;
  });
  return found;
}

/** The schema in one folder: a single file, or the folder where the schema is divided into several files. */
function schemaIn(folder: string, migrations: string): string | null {
  const files = filesIn(folder);
  const all = path.basename(folder) === 'schema' ? filesBelow(folder) : files;
  const roots = all.filter(isRoot);
  if (roots.length > 1) return chooseSchema(roots, migrations);
  // In a folder named `schema` all files count, even when one of them is called schema.prisma.
  if (path.basename(folder) === 'schema' && all.length > 1) return folder;
  const main = files.find((file) => path.basename(file) === 'schema.prisma');
  const [only = main] = files.length === 1 ? files : [];
  if (only === undefined && main === undefined) return files.length > 1 ? folder : null;
  const single = main ?? (only as string);
  return isHead(single) && filesBelow(folder).length > 1 ? folder : single;
}

const mostDepth = 4;

function filesIn(folder: string): readonly string[] {
  const names = listDirectory(folder)?.files.filter((name) => name.endsWith('.prisma')) ?? [];
  return names.map((name) => path.join(folder, name));
}

function filesBelow(folder: string, depth = 0): readonly string[] {
  const listed = listDirectory(folder);
  if (listed === null) return [];
  const folders = listed.directories.filter(
    (name) => !name.startsWith('.') && !['node_modules', 'migrations'].includes(name),
  );
  return [
    ...filesIn(folder),
    ...(depth === mostDepth ? [] : folders.flatMap((name) => filesBelow(path.join(folder, name), depth + 1))),
  ];
}

/** A file with a datasource is a schema, or the first file of one. */
function isRoot(file: string): boolean {
  return providerOf(file) !== null;
}

/** A datasource without a model: the models are in the files around it. */
function isHead(file: string): boolean {
  return isRoot(file) && !/^\s*(?:model|view|enum)\s+\w+\s*\{/m.test(codeOf(file));
}

function providerOf(file: string): string | null {
  const body = /\bdatasource\s+\w+\s*\{([^}]*)/.exec(codeOf(file))?.[1];
  if (body === undefined) return null;
  return /\bprovider\s*=\s*(?:\[\s*)?"([^"]+)"/.exec(body)?.[1] ?? 'postgresql';
}

function isPostgres(provider: string | null): boolean {
  return /^postgres(?:ql)?$/.test(provider ?? '');
}

function codeOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\/\/[^\n]*/g, '');
  } catch {
    return '';
  }
}

/**
 * Chooses among several schemas in a folder (one for each database, or for each part of a system): the one for PostgreSQL that
 * is named like the folder of migrations (`postgresql-migrations`, `postgresql-schema.prisma`) and whose tables the migrations
 * make.
 */
function chooseSchema(files: readonly string[], migrations: string): string {
  const made = tablesMadeIn(migrations);
  const words = wordsOf(path.basename(migrations));
  const judged = files.map((file) => {
    const known = tablesDeclaredIn(file).filter((table) => made.has(table)).length;
    return {
      file,
      known,
      marks: [
        isPostgres(providerOf(file)),
        wordsOf(path.basename(file, '.prisma')).some((word) => words.includes(word)),
        known > 0,
        path.basename(file) === 'schema.prisma',
      ],
    };
  });
  const [best] = judged.sort((a, b) => {
    const at = a.marks.findIndex((mark, i) => mark !== b.marks[i]);
    if (at !== -1) return a.marks[at] === true ? -1 : 1;
    return b.known - a.known || compareBytes(a.file, b.file);
  });
  return best!.file;
}

function wordsOf(name: string): readonly string[] {
  return name
    .toLowerCase()
    .split(/[-_.]/)
    .filter((word) => !/^(?:migrations?|schema|prisma|)$/.test(word));
}

function tablesMadeIn(migrations: string): ReadonlySet<string> {
  const names = listDirectory(migrations)?.directories ?? [];
  const texts = names.map((name) => readHead(path.join(migrations, name, 'migration.sql')) ?? '');
  const made = texts.flatMap((text) => [
    ...text.matchAll(/\bCREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:"[^"]+"\.|\w+\.)?"?(\w+)/gi),
  ]);
  return new Set(made.map(([, table = '']) => table));
}

function tablesDeclaredIn(file: string): readonly string[] {
  const models = codeOf(file).matchAll(/^[ \t]*model\s+(\w+)\s*\{([^\n}]*\}|[\s\S]*?\n[ \t]*\})/gm);
  return [...models].map(
    ([, name = '', body = '']) => /@@map\(\s*(?:name\s*:\s*)?"([^"]+)"/.exec(body)?.[1] ?? name,
  );
}
