import { readFile } from 'node:fs/promises';
import type { Queryable } from '../../db/queryable.ts';
import { openLive } from '../../live/open.ts';
import { StrataError } from '../../model/errors.ts';
import type { TableSize, TableSizes } from '../../model/sizes.ts';

/** How large the tables of a live database are: estimates of the server, no rows are read and none are kept. */
export async function readTableSizes(url: string, now: Date): Promise<TableSizes> {
  await using live = await openLive(url);
  const found = await querySizes(
    live,
    `c.relkind IN ('r', 'm', 'p') AND c.relpersistence <> 't' AND n.nspname <> 'information_schema'
       AND n.nspname NOT LIKE 'pg\\_%'`,
  );
  const tables: Record<string, TableSize> = {};
  for (const { name, rows, bytes } of found) tables[name] = { rows, bytes };
  return { version: 1, takenAt: now.toISOString(), tables };
}

/** The size of the table of this SQL name, and in words; undefined where there is no such table, or no partition of it. */
export async function sizeOfTable(
  live: Queryable,
  table: string,
): Promise<(TableSize & { readonly shown: string }) | undefined> {
  const [size] = await querySizes(live, 'c.oid = pg_catalog.to_regclass($1)', [table]);
  return size;
}

interface NamedSize extends TableSize {
  /** Qualified, unquoted. */
  readonly name: string;
  /** The bytes as `pg_size_pretty` writes them. */
  readonly shown: string;
}

/** Sizes by name; `where` is SQL about a row `c` of pg_class and its namespace `n`. */
async function querySizes(
  live: Queryable,
  where: string,
  values: readonly unknown[] = [],
): Promise<readonly NamedSize[]> {
  const found = await live.query<{ name: string; rows: string; bytes: string; shown: string }>(
    `SELECT n.nspname || '.' || c.relname AS name, size.rows::text AS rows, size.bytes::text AS bytes,
            pg_catalog.pg_size_pretty(size.bytes) AS shown
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL (
        SELECT CASE WHEN bool_or(p.reltuples >= 0) THEN sum(greatest(p.reltuples, 0)) ELSE -1 END::bigint AS rows,
               sum(pg_catalog.pg_total_relation_size(p.oid))::bigint AS bytes
          FROM (SELECT c.oid WHERE c.relkind <> 'p' UNION ALL
                SELECT relid FROM pg_catalog.pg_partition_tree(c.oid) WHERE c.relkind = 'p' AND isleaf) AS part
          JOIN pg_catalog.pg_class p ON p.oid = part.oid) AS size
      WHERE size.bytes IS NOT NULL AND ${where}`,
    values,
  );
  return found
    .map(({ rows, bytes, ...size }) => ({ ...size, rows: Number(rows), bytes: Number(bytes) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Reads what `strata stats` wrote. */
export async function loadTableSizes(file: string): Promise<TableSizes> {
  const hint = 'Write it with: strata stats --live postgres://… --output FILE';
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new StrataError('usage', `--stats: ${file} cannot be read`, { hint, cause: error });
  });
  try {
    const { version, takenAt, tables } = JSON.parse(text) as Partial<TableSizes>;
    if (version === 1 && typeof takenAt === 'string' && isSizes(tables)) return { version, takenAt, tables };
  } catch {
    // Told of below, as for what is JSON and something else.
  }
  throw new StrataError('usage', `--stats: ${file} was not written by this version of strata stats`, {
    hint,
  });
}

function isSizes(tables: unknown): tables is Readonly<Record<string, TableSize>> {
  if (tables === null || typeof tables !== 'object' || Array.isArray(tables)) return false;
  return Object.values(tables).every(
    (size) => typeof size?.rows === 'number' && typeof size?.bytes === 'number',
  );
}
