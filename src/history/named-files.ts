import path from 'node:path';
import { type Layout, type Migration, type Runner, usualTransaction } from '../model/migration.ts';
import { isMarked, isPartByName } from './detect/project-dir.ts';
import { readHeads, readSql, sniffRunner } from './layouts/sql.ts';
import { compareBytes, openFolder, type Reading, toPosix } from './migration-folder.ts';
import { observeEmpty, observeFiles } from './observe.ts';
import type { ProjectRoot } from './project-root.ts';
import { runningOrders } from './running-order.ts';
import { readSqlFiles, wholeText } from './sql-file.ts';

/** Files that all bear one name, each in the folder of its migration: those of Prisma, of diesel and Hasura. */
const ownFolders = /^(?:migration|up|down)\.sql$/;

/** Files of SQL that were named one by one, as a history for each folder that holds some; all are absolute paths. */
export function rootsOfFiles(files: readonly string[]): readonly ProjectRoot[] {
  const folders = new Map<string, string[]>();
  for (const file of files) {
    const isInOwn = ownFolders.test(path.basename(file));
    const folder = isInOwn ? path.dirname(path.dirname(file)) : path.dirname(file);
    // Beside folders of migrations, files are a history of another kind.
    const key = `${folder}\n${isInOwn}`;
    folders.set(key, [...(folders.get(key) ?? []), path.relative(folder, file)]);
  }
  return [...folders]
    .sort(([a], [b]) => compareBytes(a, b))
    .map(([key, names]) => {
      const [folder = ''] = key.split('\n');
      const dir = projectAround(folder);
      const named = names.map((name) => toPosix(path.relative(dir, path.join(folder, name))));
      return {
        dir,
        folder: toPosix(path.relative(dir, folder)) || '.',
        evidence: named,
        files: named,
        ...kindOf(folder, names),
      };
    });
}

/** The project of a folder of files, whose configuration counts; the folder itself where its name is none that parts of projects have. */
function projectAround(folder: string): string {
  let dir = folder;
  while (isPartByName(path.basename(dir)) && !isMarked(dir)) dir = path.dirname(dir);
  return dir === path.dirname(dir) ? folder : dir;
}

function kindOf(dir: string, names: readonly string[]): { readonly layout: Layout; readonly runner: Runner } {
  if (names.some((name) => path.basename(name) === 'migration.sql'))
    return { layout: 'prisma', runner: 'prisma' };
  if (path.basename(dir) === 'migrations' && path.basename(path.dirname(dir)) === 'supabase')
    return { layout: 'supabase', runner: 'supabase' };
  return { layout: 'sql', runner: sniffRunner(names, readHeads(dir, names)) };
}

/** Reads files that were named one by one as their runner does; what it would not take for migrations, as they are. */
export async function readNamedFiles(root: ProjectRoot, runner: Runner): Promise<Reading> {
  const { dir, layout, files = [] } = root;
  if (layout !== 'sql') return readWhole(root, runner);
  const folder = openFolder(dir, root.folder);
  // Of folders, those count of which the way up is named. A script of Flyway may have its configuration beside it.
  const named = new Set(
    files
      .map((file) => path.posix.relative(folder.folder, file))
      .flatMap((name) => [
        name,
        `${name}.conf`,
        ...(path.posix.basename(name) === 'up.sql' ? [path.posix.dirname(name)] : []),
      ]),
  );
  const entries = folder.entries.filter(({ name }) => named.has(name));
  const reading = await readSql({ ...folder, entries, isNamed: true }, runner);
  const isRead = reading.migrations.length > 0 || reading.findings.length > 0;
  return isRead ? reading : readWhole(root, runner);
}

async function readWhole({ dir, files = [] }: ProjectRoot, runner: Runner): Promise<Reading> {
  const sources = files
    .map((file) => ({ file, migration: migrationName(file) }))
    .sort((a, b) => runningOrders[runner](a.migration, b.migration));
  const read = await readSqlFiles(dir, sources);
  const migrations = read.map(
    (file): Migration => ({
      name: file.migration,
      up: wholeText(file),
      transaction: usualTransaction[runner],
      hash: file.hash,
    }),
  );
  return { migrations, findings: [...observeFiles(read), ...observeEmpty(migrations, read)] };
}

function migrationName(file: string): string {
  const isInOwn = ownFolders.test(path.posix.basename(file));
  return isInOwn
    ? path.posix.basename(path.posix.dirname(file))
    : path.posix.basename(file).replace(/\.sql$/i, '');
}
