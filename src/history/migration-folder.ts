import { type Dirent, readdirSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { StrataError } from '../model/errors.ts';
import type { Finding } from '../model/finding.ts';
import type { Migration } from '../model/migration.ts';

/** One name in a folder. `other` is a dangling link, a pipe, a socket: nothing that could be read. */
export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'directory' | 'other';
  readonly isLink: boolean;
}

/** A folder of migrations as a reader gets it. */
export interface MigrationFolder {
  /** Absolute path of the project's directory. */
  readonly dir: string;
  /** Relative to `dir`, with forward slashes. */
  readonly folder: string;
  /** Sorted bytewise. */
  readonly entries: readonly Entry[];
  /** The user named its entries one by one: the other files of the folder are left out, and none of these for its name alone. */
  readonly isNamed?: true;
  /** Further folders of the same history. */
  readonly more?: readonly MigrationFolder[];
}

/** What a reader makes of a folder. */
export interface Reading {
  readonly migrations: readonly Migration[];
  readonly findings: readonly Finding[];
  /** Files of migrations that are programs. */
  readonly programs?: readonly string[];
  /** The ledger table that the files suggest, of a runner that Strata has no name for. */
  readonly usualLedgerTable?: string;
  /** The ledger table that the runner's own configuration names. */
  readonly ledgerTable?: string;
  readonly isOneTransaction?: true;
  /** Schemas that its runner creates before the first migration, if they are missing. The first of them is the default schema. */
  readonly schemas?: readonly string[];
  /** The placeholders that the runner's own configuration replaces, as they stand in files. */
  readonly placeholders?: Readonly<Record<string, string>>;
  /** What the runner makes of a file's text before it runs it. The texts of `migrations` have been through it. */
  readonly fill?: (text: string) => string;
  /** What it has psql set before each file. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Compares two names byte by byte, as `readdir` of Go and Rust tools and `LC_ALL=C sort` do. */
export function compareBytes(a: string, b: string): number {
  // UTF-16 order and byte order differ only for characters beyond the basic plane; such names are compared as bytes.
  if (!/[\ud800-\udfff]/.test(a + b)) return a < b ? -1 : a > b ? 1 : 0;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Lists a directory, sorted bytewise, links resolved. Throws what `readdir` throws. */
export function listEntries(directory: string): readonly Entry[] {
  return readdirSync(directory, { withFileTypes: true })
    .map((dirent) => {
      const isLink = dirent.isSymbolicLink();
      const kind = isLink ? linkedKind(path.join(directory, dirent.name)) : kindOf(dirent);
      return { name: dirent.name, kind, isLink };
    })
    .sort((a, b) => compareBytes(a.name, b.name));
}

/** Opens a folder of migrations. Throws a `project` error when it cannot be listed. */
export function openFolder(dir: string, folder: string): MigrationFolder {
  const absolute = path.resolve(dir, folder);
  try {
    const relative = toPosix(path.relative(dir, absolute)) || '.';
    return { dir, folder: relative, entries: listEntries(absolute) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason =
      code === 'ENOENT'
        ? 'does not exist'
        : code === 'ENOTDIR'
          ? 'is not a directory'
          : `cannot be read (${code})`;
    throw new StrataError('project', `the migration folder ${folder} of ${dir} ${reason}`, {
      hint: 'Name the right folder on the command line or in strata.config.ts.',
      cause: error,
    });
  }
}

/** The path of a name in the folder, relative to the project's directory. */
export function pathIn(folder: MigrationFolder, ...names: readonly string[]): string {
  return path.posix.join(folder.folder, ...names);
}

/** The folder inside a folder of migrations, or null when it cannot be listed. */
export function openChild(folder: MigrationFolder, name: string): MigrationFolder | null {
  const child = pathIn(folder, name);
  try {
    return { dir: folder.dir, folder: child, entries: listEntries(path.join(folder.dir, child)) };
  } catch {
    return null;
  }
}

/** The names in a folder inside a folder of migrations, or null when it cannot be listed. */
export function namesIn(folder: MigrationFolder, name: string): ReadonlySet<string> | null {
  try {
    return new Set(readdirSync(path.join(folder.dir, folder.folder, name)));
  } catch {
    return null;
  }
}

export function toPosix(file: string): string {
  return path.sep === '/' ? file : file.split(path.sep).join('/');
}

function linkedKind(file: string): Entry['kind'] {
  try {
    return kindOf(statSync(file));
  } catch (error) {
    // What may not be looked at may well be a directory: listing it tells.
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'directory' : 'other';
  }
}

/** Pipes and sockets are left out: opening one would wait for its other end. */
function kindOf(entry: Dirent | Stats): Entry['kind'] {
  return entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : 'other';
}
