import { existsSync } from 'node:fs';
import path from 'node:path';
import { readConfigText, tomlTable } from './config-text.ts';
import { filesLike } from './seeds.ts';

/**
 * What declares a Supabase project's schema: its `config.toml` where `[db.migrations] schema_paths` names files, else the folder
 * `schemas`; null where there is neither.
 * https://supabase.com/docs/guides/local-development/declarative-database-schemas
 */
export function findSupabaseSchema(supabaseDir: string): string | null {
  const config = path.join(supabaseDir, 'config.toml');
  if (patternsIn(config).length > 0) return config;
  const folder = path.join(supabaseDir, 'schemas');
  return existsSync(folder) ? folder : null;
}

/** The existing SQL files, absolute, that a `config.toml` declares the schema in, in its order. */
export function declaredFiles(config: string): readonly string[] {
  const files = patternsIn(config).flatMap((pattern) =>
    filesLike(path.resolve(path.dirname(config), pattern)),
  );
  return [...new Set(files)].filter((file) => /\.sql$/i.test(file));
}

function patternsIn(config: string): readonly string[] {
  const table = tomlTable(readConfigText(config) ?? '') as {
    db?: { migrations?: { schema_paths?: unknown } };
  };
  const patterns = table.db?.migrations?.schema_paths;
  return Array.isArray(patterns) ? patterns.filter((one) => typeof one === 'string') : [];
}
