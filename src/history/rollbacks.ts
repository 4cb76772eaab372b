import path from 'node:path';
import type { Migration } from '../model/migration.ts';
import { listEntries } from './migration-folder.ts';
import { readSqlFiles, wholeText } from './sql-file.ts';

/** Folders that projects keep their downs in, beside the ups or among them. */
const folders = ['rollbacks', 'rollback', 'down', 'downs', 'undo', 'revert'] as const;
const prefix = /^(?:down|rollback|undo|revert)[-_.]/i;
const suffix = /[-_.](?:down|rollback|undo|revert)$/i;

/** Where the down of a migration lies when it must not lie among the ups: `rollbacks/<name>.sql` beside their folder. */
export function rollbackFile(folder: string, name: string): string {
  return path.posix.join(beside(folder), 'rollbacks', `${name}.sql`);
}

function beside(folder: string): string {
  return folder === '.' ? '.' : path.posix.dirname(folder);
}

/** Adds the downs in `rollbacks/` and similar folders to migrations that have none of their own. */
export async function withRollbacks(
  dir: string,
  folder: string,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const without = migrations.filter(({ down }) => down === undefined);
  if (without.length === 0) return migrations;
  const found = filesByStem(dir, [...new Set([beside(folder), folder])]);
  const sources = without.flatMap(({ name, up }) => {
    const file = found.get(name) ?? found.get(path.posix.basename(up.file, '.sql'));
    return file === undefined || file === up.file ? [] : [{ file, migration: name }];
  });
  const files = await readSqlFiles(dir, sources);
  const downs = new Map(files.filter(({ isReadable }) => isReadable).map((file) => [file.migration, file]));
  return migrations.map((migration) => {
    const down = downs.get(migration.name);
    return down === undefined ? migration : { ...migration, down: wholeText(down) };
  });
}

/** The files of those folders by name without direction; the folder that is named first wins. */
function filesByStem(dir: string, parents: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const parent of parents) {
    for (const name of folders) {
      const folder = path.posix.join(parent, name);
      for (const file of sqlIn(path.join(dir, folder))) {
        const stem = file.slice(0, -'.sql'.length);
        for (const key of [stem, stem.replace(prefix, '').replace(suffix, '')])
          if (!found.has(key)) found.set(key, path.posix.join(folder, file));
      }
    }
  }
  return found;
}

function sqlIn(directory: string): readonly string[] {
  try {
    return listEntries(directory).flatMap(({ name, kind }) =>
      kind === 'file' && name.endsWith('.sql') ? [name] : [],
    );
  } catch {
    return [];
  }
}
