import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { compareBytes } from '../migration-folder.ts';

/** A directory as the search sees it; names sorted bytewise. */
export interface Directory {
  /** Absolute. */
  readonly path: string;
  readonly files: readonly string[];
  readonly directories: readonly string[];
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
  let dirents: ReturnType<typeof readSorted>;
  try {
    dirents = readSorted(directory);
  } catch {
    return null;
  }
  const files: string[] = [];
  const directories: string[] = [];
  for (const dirent of dirents) {
    const kind = dirent.isSymbolicLink() ? linkedKind(path.join(directory, dirent.name)) : kindOf(dirent);
    if (kind === 'file') files.push(dirent.name);
    if (kind !== 'directory') continue;
    if (!dirent.isSymbolicLink() || followed.has(dirent.name)) directories.push(dirent.name);
  }
  return { path: directory, files, directories };
}

/**
 * Visits `root` and the directories below it, parents first, in the order of their names. `visit` returns whether to visit the
 * directories below. A directory that several links lead to is visited once. Returns the directories that could not be listed.
 */
export function walk(root: string, visit: (directory: Directory) => boolean): readonly string[] {
  const seen = new Set<string>();
  const unlisted: string[] = [];
  const step = (directory: string, depth: number) => {
    const real = realOrNull(directory);
    if (real !== null && seen.has(real)) return;
    if (real !== null) seen.add(real);
    const listed = real === null ? null : listDirectory(directory);
    if (listed === null) unlisted.push(directory);
    if (listed === null || !visit(listed) || depth === maxDepth) return;
    for (const name of listed.directories) {
      if (!pruned.has(name) && !name.startsWith('.')) step(path.join(directory, name), depth + 1);
    }
  };
  step(root, 0);
  return unlisted;
}

function readSorted(directory: string) {
  return readdirSync(directory, { withFileTypes: true }).sort((a, b) => compareBytes(a.name, b.name));
}

function realOrNull(directory: string): string | null {
  try {
    return realpathSync.native(directory);
  } catch {
    return null;
  }
}

function linkedKind(file: string): 'file' | 'directory' | 'other' {
  try {
    return kindOf(statSync(file));
  } catch (error) {
    // What may not be looked at may well be one: listing it tells.
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'directory' : 'other';
  }
}

/** Pipes and sockets are left out: opening one would wait for its other end. */
function kindOf(entry: Dirent | Stats): 'file' | 'directory' | 'other' {
  return entry.isFile() ? 'file' : entry.isDirectory() ? 'directory' : 'other';
}
