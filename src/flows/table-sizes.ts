import { readFile } from 'node:fs/promises';
import { openLive } from '../live/open.ts';
import { StrataError } from '../model/errors.ts';
import type { TableSize, TableSizes } from '../model/sizes.ts';

/** How large the tables of a live database are: estimates of the server, no rows are read and none are kept. */
export async function readTableSizes(url: string, now: Date): Promise<TableSizes> {
  await using live = await openLive(url);
  const rows = await live.query<{ name: string; rows: string; bytes: string }>(
    `SELECT n.nspname || '.' || c.relname AS name, c.reltuples::bigint::text AS rows,
            pg_catalog.pg_total_relation_size(c.oid)::text AS bytes
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' AND n.nspname <> 'information_schema'
        AND n.nspname NOT LIKE 'pg\\_%'
      ORDER BY 1`,
  );
  const parts = await live.query<{ name: string; rows: string; bytes: string }>(
    `SELECT n.nspname || '.' || c.relname AS name, sum(greatest(p.reltuples, 0))::bigint::text AS rows,
            sum(pg_catalog.pg_total_relation_size(p.oid))::bigint::text AS bytes
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL pg_catalog.pg_partition_tree(c.oid) t JOIN pg_catalog.pg_class p ON p.oid = t.relid
      WHERE c.relkind = 'p' AND t.isleaf GROUP BY 1 ORDER BY 1`,
  );
  const tables: Record<string, TableSize> = {};
  for (const { name, rows: count, bytes } of [...rows, ...parts].sort((a, b) => (a.name < b.name ? -1 : 1)))
    tables[name] = { rows: Number(count), bytes: Number(bytes) };
  return { version: 1, takenAt: now.toISOString(), tables };
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
