import type { Field } from './copy.ts';
import type { SeedSize } from './people.ts';
import { makeSite, type TableRows } from './site.ts';

/** What small.sql holds. */
export const sqlSize: SeedSize = { members: 40, checkins: 300 };

/**
 * The text of small.sql: a site for tools that take SQL. It does nothing where a site was loaded before, in either way. All
 * triggers are at work, so the marks of the latest scans are theirs.
 */
export function seedSql(): string {
  const mark = `INSERT INTO "audit_logs" ("action", "entity_type", "details") VALUES ('seed', 'database', ${value(JSON.stringify(sqlSize))});`;
  return `-- Written by \`npm run seed:write\`.
DO $seed$ BEGIN
PERFORM pg_advisory_xact_lock(hashtextextended('sentinel/seed', 0));
IF EXISTS (SELECT FROM "audit_logs" WHERE "action" = 'seed') THEN RETURN; END IF;
${makeSite(sqlSize).map(insert).join('\n')}
${mark}
END $seed$;
`;
}

function insert({ table, names, rows }: TableRows): string {
  const tuples = Array.from(rows, (row) => `  (${row.map(value).join(', ')})`);
  return `INSERT INTO "${table}" (${names.map((name) => `"${name}"`).join(', ')}) VALUES\n${tuples.join(',\n')};`;
}

function value(field: Field): string {
  if (field === null) return 'NULL';
  if (field instanceof Date) return `'${field.toISOString()}'`;
  return typeof field === 'string' ? `'${field.replaceAll("'", "''")}'` : String(field);
}
