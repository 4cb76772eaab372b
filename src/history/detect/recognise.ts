import path from 'node:path';
import type { Layout, Runner } from '../../model/migration.ts';
import { readHead } from '../file-bytes.ts';
import { isFlywayName } from '../layouts/flyway.ts';
import { lockedProvider } from '../layouts/prisma.ts';
import { hasSections } from '../layouts/sections.ts';
import { readHeads, sniffRunner } from '../layouts/sql.ts';
import { isByNameNoMigration, isNumbered } from '../script-name.ts';
import { findSqitchConf } from '../sqitch-conf.ts';
import { foreignDialect, isForeignFolder } from './dialect.ts';
import { declaredProvider } from './prisma-schema.ts';
import { type Directory, listDirectory } from './walk.ts';

/** What a directory looks like by its own contents. */
export interface Recognition {
  readonly layout: Layout;
  readonly runner: Runner;
  /** It counts only where nothing better is found: numbered SQL in a folder of any name. */
  readonly isWeak: boolean;
  /** Its files have no numbers; it counts only because the user named the folder. */
  readonly isLoose?: true;
  /** Nothing in it tells the order of its files: beside an ordered history it counts as a folder of scripts. */
  readonly isUnordered?: true;
  /** Its migrations lie in the folders below it, which are no histories of their own. */
  readonly isWhole?: true;
  /** Absolute paths. */
  readonly evidence: readonly string[];
  /** The database that it is for, when that is not PostgreSQL. */
  readonly foreign?: string;
}

const migratory =
  /^(?:.*[-_.])?(?:migrations?|migrate|versions|committed|versioned|changelogs?|deltas?|patches|upgrades?)(?:[-_.].*)?$/i;
const notHistory =
  /^(?:seeds?|seeders?|fixtures?|__tests__|tests?|specs?|queries|rollbacks?|downs?|undo|reverts?|verify|examples?|samples?|snippets|dumps?|backups?)$/i;

/** Whether a folder of this name usually holds migrations. */
export function isMigratoryName(name: string): boolean {
  return migratory.test(name);
}

/**
 * Tells whether a directory holds the migrations of one history, and whose. In `root`, the directory that the user named, any
 * folder of SQL counts.
 */
export function recognise(directory: Directory, root: string): Recognition | null {
  return (
    recognisePrismaLock(directory) ??
    recogniseJournal(directory) ??
    recogniseSqitch(directory) ??
    recogniseSupabase(directory) ??
    recogniseFolders(directory, root) ??
    recogniseFlywayBelow(directory, root) ??
    recogniseSql(directory, root) ??
    recogniseNumberedFolders(directory, root)
  );
}

function recognisePrismaLock(directory: Directory): Recognition | null {
  if (!directory.files.includes('migration_lock.toml')) return null;
  const lock = path.join(directory.path, 'migration_lock.toml');
  const provider = lockedProvider(readHead(lock) ?? '');
  return {
    ...strong('prisma', [lock]),
    ...(provider === null ? {} : foreignProvider(provider)),
  };
}

function recogniseJournal(directory: Directory): Recognition | null {
  if (!directory.directories.includes('meta')) return null;
  const journal = path.join(directory.path, 'meta', '_journal.json');
  const head = readHead(journal);
  if (head === null) return null;
  // drizzle-kit can write for the Supabase CLI, which then takes the files and ignores the journal.
  const last = directory.files.filter(isSql).at(-1);
  if (isSupabaseFolder(directory) && last !== undefined && !/^\d{1,6}_/.test(last)) return null;
  const dialect = /"dialect"\s*:\s*"(\w+)"/.exec(head)?.[1];
  return { ...strong('drizzle', [journal]), ...(dialect === undefined ? {} : foreignProvider(dialect)) };
}

function recogniseSqitch(directory: Directory): Recognition | null {
  if (!directory.files.includes('sqitch.plan')) return null;
  const engine = findSqitchConf(directory.path)?.engine;
  return {
    ...strong('sql', [path.join(directory.path, 'sqitch.plan')]),
    ...(engine === undefined ? {} : foreignProvider(engine)),
  };
}

function recogniseSupabase(directory: Directory): Recognition | null {
  if (!isSupabaseFolder(directory)) return null;
  const config = path.join(path.dirname(directory.path), 'config.toml');
  const hasConfig = readHead(config) !== null;
  const names = directory.files.filter(isSql);
  if (names.length === 0 && !hasConfig) return null;
  const evidence = names.slice(0, 1).map((name) => path.join(directory.path, name));
  return strong('supabase', hasConfig ? [config, ...evidence] : evidence);
}

/**
 * Folders of folders: Prisma without its lock file, drizzle-kit 1.0, `up.sql` with `down.sql`; as for the readers, whatever files of
 * SQL lie beside them.
 */
function recogniseFolders(directory: Directory, root: string): Recognition | null {
  const names = directory.directories.filter((name) => !name.startsWith('.') && name !== 'node_modules');
  const isMigratory = isMigratoryName(path.basename(directory.path));
  const numbered = names.filter((name) => /^\d/.test(name));
  if (names.length === 0 || (!isMigratory && numbered.length === 0)) return null;
  for (const name of widened(numbered.length > 0 ? numbered : names)) {
    const child = listDirectory(path.join(directory.path, name));
    if (child === null) continue;
    const evidence = (file: string) => [path.join(child.path, file)];
    if (child.files.includes('snapshot.json')) {
      const head = readHead(path.join(child.path, 'snapshot.json')) ?? '';
      const dialect = /"dialect"\s*:\s*"(\w+)"/.exec(head)?.[1] ?? 'postgres';
      return { ...strong('drizzle', evidence('snapshot.json')), ...foreignProvider(dialect) };
    }
    if (child.files.includes('migration.sql')) return recogniseLockless(directory, evidence('migration.sql'));
    if (child.files.includes('up.sql')) {
      return {
        ...strong('sql', evidence('up.sql')),
        ...foreignSql(root, directory, [path.join(name, 'up.sql')]),
      };
    }
  }
  return null;
}

function recogniseLockless(directory: Directory, evidence: readonly string[]): Recognition {
  const declared = declaredProvider(directory.path);
  return { ...strong('prisma', evidence), ...(declared === null ? {} : foreignProvider(declared)) };
}

/** Flyway looks into folders below; folders named after databases are histories of their own. */
function recogniseFlywayBelow(directory: Directory, root: string): Recognition | null {
  if (!migratory.test(path.basename(directory.path)) || directory.files.some(isSql)) return null;
  if (directory.directories.some(isForeignFolder)) return null;
  for (const name of sample(directory.directories)) {
    const script = listDirectory(path.join(directory.path, name))?.files.find(isFlywayName);
    if (script !== undefined) {
      const file = path.join(directory.path, name, script);
      return {
        ...strong('sql', [file]),
        runner: 'flyway',
        ...foreignSql(root, directory, [path.join(name, script)]),
      };
    }
  }
  return null;
}

/** `1.0/001_x.sql`, `1.1/001_y.sql`: one folder for each version, and at most the whole schema beside. */
function recogniseNumberedFolders(directory: Directory, root: string): Recognition | null {
  const isMigratory = directory.path
    .split(path.sep)
    .slice(-3)
    .some((segment) => migratory.test(segment));
  // A name like `01-intro/` may be a lesson: elsewhere only a date, or a counter with zeros, marks a step.
  const step = isMigratory ? /^v?\d/i : /^\d{3}/;
  const numbered = directory.directories.filter((name) => step.test(name));
  if (numbered.length < 2 || directory.files.some((name) => isSql(name) && !isByNameNoMigration(name)))
    return null;
  const names = numbered.flatMap((name) =>
    (listDirectory(path.join(directory.path, name))?.files ?? [])
      .filter(isSql)
      .map((file) => path.join(name, file)),
  );
  if (new Set(names.map((name) => path.dirname(name))).size < 2) return null;
  if (names.some((name) => path.basename(name) === 'migration.sql')) return null;
  const runner = sniffRunner(
    names.map((name) => path.basename(name)),
    readHeads(directory.path, names),
  );
  // Runners that read one folder have one history in each.
  if (runner !== 'plain') return null;
  return {
    layout: 'sql',
    runner,
    isWeak: !isMigratory,
    isWhole: true,
    evidence: [path.join(directory.path, names[0]!)],
    ...foreignSql(root, directory, names),
  };
}

function recogniseSql(directory: Directory, root: string): Recognition | null {
  const isGiven = directory.path === root;
  const base = path.basename(directory.path);
  if (!isGiven && (notHistory.test(base) || isDraft(directory))) return null;
  // Graphile Migrate keeps the draft of the next migration beside the committed ones, and what it runs after a reset.
  const isBeside = (name: string) => !isNumbered(name) && directory.directories.includes('committed');
  const names = directory.files.filter(
    (name) => isSql(name) && !isByNameNoMigration(name) && !isBeside(name),
  );
  if (names.length === 0) return null;
  const numbered = names.filter((name) => isNumbered(name) || isFlywayName(name));
  const hasPairs = names.some((name) => /\.(?:up|do)\.sql$/i.test(name));
  // migrations/postgres/001_x.sql
  const parent = path.basename(path.dirname(directory.path));
  const isMigratory = migratory.test(base) || migratory.test(parent);
  const heads = readHeads(directory.path, numbered.length > 0 ? numbered : names);
  const runner = sniffRunner(names, heads);
  const isMarked = runner !== 'plain' || hasPairs || heads.some(hasSections);
  const isWeak = !isMarked && !isMigratory;
  if (isWeak && !isGiven && numbered.length < 2) return null;
  const first = path.join(directory.path, (numbered[0] ?? names[0])!);
  return {
    layout: 'sql',
    runner,
    isWeak,
    ...(isWeak && numbered.length < 2 ? { isLoose: true } : {}),
    ...(!isMarked && numbered.length === 0 ? { isUnordered: true } : {}),
    evidence: [first],
    ...foreignSql(root, directory, names),
  };
}

/** Graphile Migrate's draft of the next migration, where it is a folder. */
function isDraft({ path: folder }: Directory): boolean {
  if (path.basename(folder) !== 'current') return false;
  return listDirectory(path.dirname(folder))?.directories.includes('committed') === true;
}

function strong(layout: Layout, evidence: readonly string[]): Recognition {
  return { layout, runner: layout === 'sql' ? 'plain' : layout, isWeak: false, evidence };
}

function isSupabaseFolder(directory: Directory): boolean {
  const parent = path.basename(path.dirname(directory.path));
  return path.basename(directory.path) === 'migrations' && parent === 'supabase';
}

function isSql(name: string): boolean {
  return /\.sql$/i.test(name);
}

function sample(names: readonly string[]): readonly string[] {
  return names.length <= 4 ? names : [...names.slice(0, 2), ...names.slice(-2)];
}

/** A sample, and then more of them: some folders of a history may hold code. */
function widened(names: readonly string[]): readonly string[] {
  return [...new Set([...sample(names), ...names.slice(0, 64)])];
}

function foreignProvider(name: string): { readonly foreign?: string } {
  return /^(?:postgres|postgresql|pg)$/i.test(name) ? {} : { foreign: name };
}

function foreignSql(
  root: string,
  directory: Directory,
  names: readonly string[],
): { readonly foreign?: string } {
  const foreign = foreignDialect(root, directory.path, names);
  return foreign === undefined ? {} : { foreign };
}
