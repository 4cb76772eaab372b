import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Source } from './source.ts';

/**
 * Names, sizes and times of the files that a source was read from, and of those beside them: another stamp says that it has to be
 * read again. Much cheaper than reading it for each test.
 */
export function stampOf({ history, seed, files }: Pick<Source, 'history' | 'seed' | 'files'>): string {
  const { dir, folder, migrations } = history;
  const written = migrations.map(({ up }) => join(dir, up.file));
  // Statements that were given as text are in no file.
  const isOnDisk = written.some((file) => statsOf(file)?.isFile());
  const folders = isOnDisk ? [join(dir, folder), join(dir, folder, 'meta'), ...written.map(dirname)] : [];
  const read = new Set([
    ...[...new Set(folders)].flatMap((one) => filesIn(one, isReadOrFolder)),
    ...(isOnDisk ? filesIn(dir, isConfiguration) : []),
    ...migrations.flatMap(({ up }) => up.included ?? []).map(({ file }) => resolve(dir, file)),
    ...(typeof seed === 'function' ? [] : seed.map(({ file }) => resolve(file))),
    ...files,
  ]);
  return [...read]
    .map((file) => {
      const stats = statsOf(file);
      return stats?.isFile() ? `${file} ${stats.size} ${stats.mtimeMs}` : file;
    })
    .join('\n');
}

function statsOf(file: string) {
  return statSync(file, { throwIfNoEntry: false });
}

/** What says how migrations are read: of Strata, of runners, and the journals of drizzle-kit. */
const configuration = /\.(?:conf|json|plan|properties|toml|ya?ml)$|^(?:strata|prisma)\.config\./i;

/** What an editor leaves for a moment is neither. */
type Chooser = (name: string, isFolder: boolean) => boolean;

const isConfiguration: Chooser = (name, isFolder) => !isFolder && configuration.test(name);
const isReadOrFolder: Chooser = (name, isFolder) =>
  isFolder || /\.sql$/i.test(name) || configuration.test(name);

function filesIn(folder: string, isChosen: Chooser): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => isChosen(entry.name, entry.isDirectory()))
      .map(({ name }) => join(folder, name));
  } catch {
    return [];
  }
}
