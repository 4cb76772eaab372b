import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Layout, Migration, Platform } from '../../model/migration.ts';

const usedObjects =
  /\bauth"?\s*\.\s*"?(?:uid|jwt|role|email)"?\s*\(\s*\)|\bauth"?\s*\.\s*"?users\b|\bstorage"?\s*\.\s*"?(?:buckets|objects)\b/i;
const usedRoles = /\bto\s+(?:[\w"]+\s*,\s*)*"?(?:anon|authenticated|service_role)\b/i;
const usedSchema = /\bcreate\s+extension\b[^;]*\sschema\s+"?extensions\b/i;
const madeSchema = /\bcreate\s+schema\s+(?:if\s+not\s+exists\s+)?"?extensions\b/i;

// A project that makes these objects itself does not expect them to exist.
const made = new RegExp(
  [
    /\bcreate\s+(?:or\s+replace\s+)?(?:function|table|schema)\s+(?:if\s+not\s+exists\s+)?"?auth"?(?:\s*\.\s*"?(?:users|uid|jwt)\b|\s*;|\s+authorization\b)/,
    /\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?"?storage"?\s*\.\s*"?(?:buckets|objects)\b/,
    /\bcreate\s+(?:role|user)\s+"?(?:anon|authenticated)\b/,
    // Neon has roles of these names as well.
    /\bpg_session_jwt\b|\bauth"?\s*\.\s*"?user_id"?\s*\(\s*\)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);

/** What must exist before the first migration, told from the layout, `supabase/config.toml`, or what the SQL names. */
export function detectPlatform(dir: string, layout: Layout, migrations: readonly Migration[]): Platform {
  if (layout === 'supabase' || existsSync(path.join(dir, 'supabase', 'config.toml'))) return 'supabase';
  for (const { up } of migrations) {
    if (made.test(up.text)) return 'none';
    if (usedObjects.test(up.text) || usedRoles.test(up.text)) return 'supabase';
  }
  return 'none';
}

/**
 * The platform that must exist before files that declare a schema. Roles do not count as evidence: a platform has already
 * granted them everything, and the comparison must show what a grant adds.
 */
export function platformOfFiles(texts: readonly string[]): Platform {
  if (texts.some((text) => made.test(text))) return 'none';
  const isIn = (pattern: RegExp) => texts.some((text) => pattern.test(text));
  return isIn(usedObjects) || (isIn(usedSchema) && !isIn(madeSchema)) ? 'supabase' : 'none';
}
