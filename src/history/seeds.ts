import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { StrataError } from '../model/errors.ts';
import type { SqlText } from '../model/migration.ts';
import { starred } from '../model/patterns.ts';
import { readConfigText, tomlTable } from './config-text.ts';
import { compareBytes, toPosix } from './migration-folder.ts';
import { readSqlFiles, wholeText } from './sql-file.ts';

/**
 * The seed files of a Supabase project as absolute paths: `[db.seed] sql_paths` of its `config.toml` (patterns stay
 * patterns), else `seed.sql` where there is one. Empty when seeding is switched off.
 */
export function findSeeds(supabaseDir: string): readonly string[] {
  const seed = seedSection(readConfigText(path.join(supabaseDir, 'config.toml')) ?? '');
  if (seed.enabled === false) return [];
  if (Array.isArray(seed.sql_paths)) {
    return seed.sql_paths
      .filter((one): one is string => typeof one === 'string')
      .map((one) => path.resolve(supabaseDir, one));
  }
  const usual = path.join(supabaseDir, 'seed.sql');
  return existsSync(usual) ? [usual] : [];
}

function seedSection(text: string): { readonly enabled?: unknown; readonly sql_paths?: unknown } {
  const config = tomlTable(text) as { db?: { seed?: { enabled?: unknown; sql_paths?: unknown } } };
  return config.db?.seed ?? {};
}

/**
 * Reads the seeds that patterns name, in the order of the patterns and then of the names. `*` and `?` match characters of one
 * name. Patterns are relative to `dir`, or absolute. Throws for a file that cannot be read: without its rows less would be proven
 * than was asked for.
 */
export async function readSeeds(dir: string, patterns: readonly string[]): Promise<readonly SqlText[]> {
  const named = patterns.flatMap((pattern) => filesLike(path.resolve(dir, pattern)));
  const files = [...new Set(named)].map((file) => toPosix(path.relative(dir, file)));
  const read = await readSqlFiles(
    dir,
    files.map((file) => ({ file, migration: file })),
  );
  const refused = read.find(({ isReadable }) => !isReadable)?.findings[0];
  if (refused !== undefined) {
    throw new StrataError('project', `the seed ${refused.message}`, {
      hint: 'Give SQL as plain text in UTF-8, in a file that this user may read.',
    });
  }
  return read.map(wholeText);
}

/** Throws where one of the patterns names no file. A runner's own patterns may do that; what was told to Strata may not. */
export function refuseMissingSeeds(dir: string, patterns: readonly string[]): void {
  const missing = patterns.find((pattern) => filesLike(path.resolve(dir, pattern)).length === 0);
  if (missing === undefined) return;
  const shown = toPosix(path.relative(dir, path.resolve(dir, missing)));
  throw new StrataError('config', `seeds: no file is called ${shown}`, {
    hint: 'Paths are relative to the file of the configuration, and `*` stands for characters of one name.',
  });
}

/** The existing files that an absolute pattern names. A directory is none of those that `*` or `?` stands for. */
export function filesLike(pattern: string): readonly string[] {
  const { root } = path.parse(pattern);
  let found = [root];
  for (const part of pattern.slice(root.length).split(/[\\/]/)) {
    const next = /[*?]/.test(part) ? (at: string) => namesLike(at, part) : () => [part];
    found = found.flatMap((at) => next(at).map((name) => path.join(at, name)));
  }
  const isPattern = /[*?]/.test(path.basename(pattern));
  return found.filter((file) => existsSync(file) && !(isPattern && statSync(file).isDirectory()));
}

function namesLike(directory: string, pattern: string): readonly string[] {
  const shape = new RegExp(`^${starred(pattern).replaceAll('\\?', '.')}$`);
  try {
    return readdirSync(directory)
      .filter((name) => shape.test(name))
      .sort(compareBytes);
  } catch {
    return [];
  }
}
