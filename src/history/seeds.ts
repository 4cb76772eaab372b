import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'smol-toml';
import type { SqlText } from '../model/migration.ts';
import { starred } from '../model/patterns.ts';
import { readHead } from './file-head.ts';
import { compareBytes } from './migration-folder.ts';
import { readSqlFiles, wholeText } from './sql-file.ts';

/**
 * The seed files of a Supabase project as absolute paths: `[db.seed] sql_paths` of its `config.toml` (patterns stay
 * patterns), else `seed.sql` where there is one. Empty when seeding is switched off.
 */
export function findSeeds(supabaseDir: string): readonly string[] {
  const seed = seedSection(readHead(path.join(supabaseDir, 'config.toml')) ?? '');
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
  try {
    const config = parse(text) as { db?: { seed?: { enabled?: unknown; sql_paths?: unknown } } };
    return config.db?.seed ?? {};
  } catch {
    return {};
  }
}

/**
 * Reads the seeds that patterns name, in the order of the patterns and then of the names. `*` and `?` match characters of one
 * name. Patterns are relative to `dir`, or absolute; a pattern without a match gives nothing.
 */
export async function readSeeds(dir: string, patterns: readonly string[]): Promise<readonly SqlText[]> {
  const named = patterns.flatMap((pattern) => filesLike(path.resolve(dir, pattern)));
  const files = [...new Set(named)].map((file) => path.relative(dir, file).split(path.sep).join('/'));
  const read = await readSqlFiles(
    dir,
    files.map((file) => ({ file, migration: file })),
  );
  return read.filter(({ isReadable }) => isReadable).map(wholeText);
}

/** The existing files that an absolute pattern names. */
function filesLike(pattern: string): readonly string[] {
  const { root } = path.parse(pattern);
  let found = [root];
  for (const part of pattern.slice(root.length).split(/[\\/]/)) {
    const next = /[*?]/.test(part) ? (at: string) => namesLike(at, part) : () => [part];
    found = found.flatMap((at) => next(at).map((name) => path.join(at, name)));
  }
  return found.filter((file) => existsSync(file));
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
