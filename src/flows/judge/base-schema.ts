import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSqlFiles } from '../../history/sql-file.ts';
import type { Finding } from '../../model/finding.ts';
import { joinHints } from '../../model/hint.ts';
import type { History } from '../../model/migration.ts';
import { qualifiedPattern } from '../../postgres/identifier.ts';
import { relativePath } from '../sources/find-projects.ts';
import { missingIn, ownName } from './missing-names.ts';

/** Usual names of a file that creates the whole database and that later migrations build on. */
const baseName =
  /^(?:db|database|schema|structure|init|initial|base|baseline|create|setup|install|tables)\b.*\.sql$/i;

/**
 * Where no migration creates a missing table but an SQL file near them does: adds to the finding that the history may start from
 * this file, and how to configure that.
 */
export async function tellBaseSchema(
  findings: readonly Finding[],
  { dir, folder, migrations }: History,
): Promise<readonly Finding[]> {
  const missing = new Set(findings.flatMap(missingIn));
  if (missing.size === 0) return findings;
  const own = new Set(migrations.map(({ up }) => up.file));
  const files = new Set([dir, dirname(join(dir, folder)), join(dir, folder)].flatMap(filesIn));
  const named = [...files].map((path) => relativePath(dir, path));
  const sources = named.filter((file) => !own.has(file)).map((file) => ({ file, migration: file }));
  // One that cannot be read has no text and so creates nothing: the files are looked at for no more than a hint.
  const near = (await readSqlFiles(dir, sources)).map(({ file, text }) => ({
    file,
    made: tablesMadeIn(text),
  }));
  return findings.map((finding) => {
    const names = missingIn(finding).map(ownName);
    const base = near.find(({ made }) => names.some((name) => made.has(name)));
    if (base === undefined) return finding;
    const hint = `${base.file} creates ${names.find((name) => base.made.has(name))}. Where that is the database as it was before the first migration, say so in strata.config.ts: setup: '${base.file}'.`;
    return { ...finding, hint: joinHints(hint, finding.hint) };
  });
}

function filesIn(directory: string): readonly string[] {
  try {
    const names = readdirSync(directory).sort();
    return names.filter((name) => baseName.test(name)).map((name) => join(directory, name));
  } catch {
    return [];
  }
}

/** Names of the tables that a text of SQL creates, without their schemas and quotes. */
export function tablesMadeIn(text: string): ReadonlySet<string> {
  const made = new RegExp(
    String.raw`\bCREATE\s+(?:UNLOGGED\s+|FOREIGN\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(${qualifiedPattern})`,
    'gi',
  );
  return new Set([...text.matchAll(made)].map(([, name = '']) => ownName(name).trim()));
}
