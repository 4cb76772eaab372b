import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Source } from './source.ts';

/**
 * Names, sizes and times of the files that a source was read from, and of those beside them: another stamp says that it has to be
 * read again. Much cheaper than reading it for each test.
 */
export function stampOf({ history, seed }: Pick<Source, 'history' | 'seed'>): string {
  const written = history.migrations.map(({ up }) => join(history.dir, up.file));
  // Statements that were given as text are in no file.
  const isOnDisk = written.some((file) => statsOf(file)?.isFile());
  const folders = isOnDisk ? [join(history.dir, history.folder), ...written.map(dirname)] : [];
  const seeds = typeof seed === 'function' ? [] : seed.map(({ file }) => resolve(file));
  const files = new Set([...[...new Set(folders)].flatMap(filesIn), ...seeds]);
  return [...files]
    .map((file) => {
      const stats = statsOf(file);
      return stats?.isFile() ? `${file} ${stats.size} ${stats.mtimeMs}` : file;
    })
    .join('\n');
}

function statsOf(file: string) {
  return statSync(file, { throwIfNoEntry: false });
}

/** The files of SQL and the folders in a folder; what editors leave there for a moment does not count. */
function filesIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() || /\.sql$/i.test(entry.name))
      .map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}
