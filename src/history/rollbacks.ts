import path from 'node:path';
import type { Migration } from '../model/migration.ts';
import { listEntries } from './migration-folder.ts';
import { readSqlFiles, wholeText } from './sql-file.ts';

/** Where the down of a migration lies when it must not lie among the ups: `rollbacks/<name>.sql` beside their folder. */
export function rollbackFile(folder: string, name: string): string {
  return path.posix.join(rollbackFolder(folder), `${name}.sql`);
}

function rollbackFolder(folder: string): string {
  return folder === '.' ? 'rollbacks' : path.posix.join(path.posix.dirname(folder), 'rollbacks');
}

/** Gives migrations that have no down of their own the one in `rollbacks/`, where there is one. */
export async function withRollbacks(
  dir: string,
  folder: string,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const names = namesIn(path.join(dir, rollbackFolder(folder)));
  if (names.size === 0) return migrations;
  const without = migrations.filter(({ name, down }) => down === undefined && names.has(`${name}.sql`));
  const files = await readSqlFiles(
    dir,
    without.map(({ name }) => ({ file: rollbackFile(folder, name), migration: name })),
  );
  const downs = new Map(files.filter(({ isReadable }) => isReadable).map((file) => [file.migration, file]));
  return migrations.map((migration) => {
    const down = downs.get(migration.name);
    return down === undefined ? migration : { ...migration, down: wholeText(down) };
  });
}

function namesIn(directory: string): ReadonlySet<string> {
  try {
    return new Set(listEntries(directory).map(({ name }) => name));
  } catch {
    return new Set();
  }
}
