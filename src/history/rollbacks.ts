import path from 'node:path';
import { groupBy } from '../model/group-by.ts';
import type { Migration } from '../model/migration.ts';
import { listEntries, type Reading } from './migration-folder.ts';
import { readSqlFiles } from './sql-file.ts';
import { readableTexts } from './whole-files.ts';

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

/** Adds the downs in `rollbacks/` and similar folders to migrations that have none of their own; with what is wrong with those files. */
export async function withRollbacks(
  dir: string,
  folder: string,
  migrations: readonly Migration[],
): Promise<Pick<Reading, 'migrations' | 'findings'>> {
  const without = migrations.filter(({ down }) => down === undefined);
  if (without.length === 0) return { migrations, findings: [] };
  const found = filesByStem(dir, [...new Set([beside(folder), folder])]);
  const named = groupBy(migrations, ({ up }) => stemOf(up.file));
  const sources = without.flatMap(({ name, up }) => {
    const stem = stemOf(up.file);
    // `migration` is the file of every migration of Prisma.
    const file = found.get(name) ?? (named.get(stem)?.length === 1 ? found.get(stem) : undefined);
    return file === undefined || file === up.file ? [] : [{ file, migration: name }];
  });
  const files = await readSqlFiles(dir, sources);
  const downs = readableTexts(files);
  return {
    migrations: migrations.map((migration) => {
      const down = downs.get(migration.name);
      return down === undefined ? migration : { ...migration, down };
    }),
    findings: files.flatMap(({ findings }) => findings),
  };
}

function stemOf(file: string): string {
  return path.posix.basename(file, '.sql');
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
