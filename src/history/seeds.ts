import { existsSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'smol-toml';
import { readHead } from './sql.ts';

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
