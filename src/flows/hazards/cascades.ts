import type { Queryable } from '../../db/queryable.ts';
import type { DeployHazard } from '../../model/deployment.ts';
import { quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { rowsIn } from './probes.ts';

/**
 * The hazards, with one more for each table that a TRUNCATE ... CASCADE empties in the live database: by foreign keys that the
 * migrations do not know. Bare names are those of the schema `home`.
 */
export async function withCascades(
  live: Queryable,
  hazards: readonly DeployHazard[],
  home: string,
): Promise<readonly DeployHazard[]> {
  const all: DeployHazard[] = [];
  for (const hazard of hazards) {
    all.push(hazard);
    const { cascades = false, table, migration, line } = hazard;
    if (!cascades || table === undefined) continue;
    const known = new Set(
      [...hazards, ...all]
        .filter((one) => one.migration === migration && one.line === line)
        .map((one) => qualified(one.table ?? '', home)),
    );
    for (const name of await referencingTables(live, table)) {
      if (known.has(name)) continue;
      all.push({
        kind: 'destroys-data',
        message: `All rows of ${name} are lost: it is emptied along with ${table}.`,
        migration,
        line,
        table: name,
        probe: rowsIn(name),
      });
    }
  }
  return all;
}

function qualified(table: string, home: string): string {
  return splitIdentifier(table).length > 1 ? table : `${quoteIdentifier(home)}.${table}`;
}

/**
 * The tables whose foreign keys lead to a table, over any number of others. Partitions and children are left out where their parent
 * is named. https://www.postgresql.org/docs/18/sql-truncate.html
 */
async function referencingTables(live: Queryable, table: string): Promise<readonly string[]> {
  const found = await live.query<{ name: string }>(
    `WITH RECURSIVE reached (oid) AS (
       SELECT pg_catalog.to_regclass($1)::oid
       UNION
       SELECT next.oid FROM reached CROSS JOIN LATERAL (
         SELECT conrelid AS oid FROM pg_catalog.pg_constraint WHERE contype = 'f' AND confrelid = reached.oid
         UNION ALL SELECT inhrelid FROM pg_catalog.pg_inherits WHERE inhparent = reached.oid) AS next)
     SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS name
       FROM reached JOIN pg_catalog.pg_class c ON c.oid = reached.oid
       JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid <> pg_catalog.to_regclass($1)
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits i JOIN reached AS parent ON parent.oid = i.inhparent
                         WHERE i.inhrelid = c.oid)
      ORDER BY 1`,
    [table],
  );
  return found.map(({ name }) => name);
}
