import path from 'node:path';
import { type Layout, type Migration, type Runner, usualTransaction } from '../model/migration.ts';
import { readDbmate } from './layouts/dbmate.ts';
import { readGoose } from './layouts/goose.ts';
import { readHeads, sniffRunner } from './layouts/sql.ts';
import { compareBytes, openFolder, type Reading } from './migration-folder.ts';
import { observeEmpty, observeFiles } from './observe.ts';
import type { ProjectRoot } from './project-root.ts';
import { runningOrders } from './running-order.ts';
import { readSqlFiles, wholeText } from './sql-file.ts';

/** Files of SQL that were named one by one, as a history for each folder that holds some; all are absolute paths. */
export function rootsOfFiles(files: readonly string[]): readonly ProjectRoot[] {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    // Prisma's files all bear one name, each in a folder of its own.
    const isPrisma = path.basename(file) === 'migration.sql';
    const dir = isPrisma ? path.dirname(path.dirname(file)) : path.dirname(file);
    folders.set(dir, [...(folders.get(dir) ?? []), path.relative(dir, file)]);
  }
  return [...folders]
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([dir, names]) => ({ dir, folder: '.', evidence: names, files: names, ...kindOf(dir, names) }));
}

function kindOf(dir: string, names: readonly string[]): { readonly layout: Layout; readonly runner: Runner } {
  if (names.some((name) => path.basename(name) === 'migration.sql'))
    return { layout: 'prisma', runner: 'prisma' };
  if (path.basename(dir) === 'migrations' && path.basename(path.dirname(dir)) === 'supabase')
    return { layout: 'supabase', runner: 'supabase' };
  return { layout: 'sql', runner: sniffRunner(names, readHeads(dir, names)) };
}

/** Reads files that were named one by one, in the order of their names, in the way of their runner. */
export async function readNamedFiles(
  dir: string,
  names: readonly string[],
  runner: Runner,
): Promise<Reading> {
  if (runner === 'dbmate' || runner === 'goose') {
    const folder = openFolder(dir, '.');
    const entries = folder.entries.filter(({ name }) => names.includes(name));
    return runner === 'goose' ? readGoose({ ...folder, entries }) : readDbmate({ ...folder, entries });
  }
  const sources = [...names]
    .map((name) => ({ file: name.split(path.sep).join('/'), migration: migrationName(name) }))
    .sort((a, b) => runningOrders[runner](a.migration, b.migration));
  const files = await readSqlFiles(dir, sources);
  const migrations = files.map(
    (file): Migration => ({
      name: file.migration,
      up: wholeText(file),
      transaction: usualTransaction[runner],
      hash: file.hash,
    }),
  );
  return { migrations, findings: [...observeFiles(files), ...observeEmpty(migrations, files)] };
}

function migrationName(name: string): string {
  const isPrisma = path.basename(name) === 'migration.sql';
  return isPrisma ? path.basename(path.dirname(name)) : path.basename(name).replace(/\.sql$/i, '');
}
