import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Layout, Migration, Platform } from '../model/migration.ts';

const used =
  /\bauth"?\s*\.\s*"?(?:uid|jwt|role|email)"?\s*\(\s*\)|\bauth"?\s*\.\s*"?users\b|\bto\s+(?:[\w"]+\s*,\s*)*"?(?:anon|authenticated|service_role)\b|\bstorage"?\s*\.\s*"?(?:buckets|objects)\b/i;

// A project that makes these itself does not expect them to be there.
const made =
  /\bcreate\s+(?:or\s+replace\s+)?(?:function|table|schema)\s+(?:if\s+not\s+exists\s+)?"?auth"?(?:\s*\.\s*"?(?:users|uid|jwt)\b|\s*;|\s+authorization\b)|\bcreate\s+(?:role|user)\s+"?(?:anon|authenticated)\b/i;

/** What must exist before the first migration, told from the layout, `supabase/config.toml`, or what the SQL names. */
export function detectPlatform(dir: string, layout: Layout, migrations: readonly Migration[]): Platform {
  if (layout === 'supabase' || existsSync(path.join(dir, 'supabase', 'config.toml'))) return 'supabase';
  for (const { up } of migrations) {
    if (made.test(up.text)) return 'none';
    if (used.test(up.text)) return 'supabase';
  }
  return 'none';
}
