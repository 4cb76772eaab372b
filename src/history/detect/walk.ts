import { realpathSync } from 'node:fs';
import path from 'node:path';
import { type Entry, listEntries } from '../migration-folder.ts';

/** A directory as the search sees it; names sorted bytewise. */
export interface Directory {
  /** Absolute. */
  readonly path: string;
  readonly files: readonly string[];
  readonly directories: readonly string[];
  /** Those of the directories that are links. */
  readonly links: ReadonlySet<string>;
}

/** Folders of other people's code, of build results and of caches. Hidden ones are left out as well. */
const pruned = new Set([
  'node_modules',
  'bower_components',
  'dist',
  'build',
  'vendor',
  'target',
  'coverage',
  'venv',
  'site-packages',
  '__pycache__',
  'Pods',
]);

/** Folders that projects link to from elsewhere; other linked folders are not followed. */
const followed = new Set(['prisma', 'supabase', 'drizzle', 'migrations', 'db', 'database']);

/** Deep enough for any project, and an end to what a mistaken mount may hold. */
const maxDepth = 24;

/** Lists one directory, or null when it cannot be listed. Links to folders count when projects use such links. */
export function listDirectory(directory: string): Directory | null {
  try {
    const entries = listEntries(directory);
    const namesOf = (wanted: readonly Entry[]) => wanted.map(({ name }) => name);
    const directories = entries.filter(
      ({ kind, name, isLink }) => kind === 'directory' && (!isLink || followed.has(name)),
    );
    return {
      path: directory,
      files: namesOf(entries.filter(({ kind }) => kind === 'file')),
      directories: namesOf(directories),
      links: new Set(namesOf(directories.filter(({ isLink }) => isLink))),
    };
  } catch {
    return null;
  }
}

/** The names of the directories in one that may hold a project's own code. */
export function foldersToSearch({ directories }: Directory): readonly string[] {
  return directories.filter((name) => !pruned.has(name) && !name.startsWith('.'));
}

/**
 * Visits `root` and the directories below it, parents first, in the order of their names, and then what links alone lead to.
 * `visit` returns whether to visit the directories below. A directory is visited once, however many paths lead to it. Returns the
 * directories that could not be listed.
 */
export function walk(root: string, visit: (directory: Directory) => boolean): readonly string[] {
  const seen = new Set<string>();
  const unlisted: string[] = [];
  const linked: { readonly directory: string; readonly depth: number }[] = [];
  const step = (directory: string, depth: number) => {
    const real = realOrNull(directory);
    if (real !== null && seen.has(real)) return;
    if (real !== null) seen.add(real);
    const listed = real === null ? null : listDirectory(directory);
    if (listed === null) unlisted.push(directory);
    if (listed === null || !visit(listed) || depth === maxDepth) return;
    for (const name of foldersToSearch(listed)) {
      const next = { directory: path.join(directory, name), depth: depth + 1 };
      if (listed.links.has(name)) linked.push(next);
      else step(next.directory, next.depth);
    }
  };
  step(root, 0);
  // Grows meanwhile.
  for (const { directory, depth } of linked) step(directory, depth);
  return unlisted;
}

function realOrNull(directory: string): string | null {
  try {
    return realpathSync.native(directory);
  } catch {
    return null;
  }
}
