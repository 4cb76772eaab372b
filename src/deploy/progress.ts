import type { Queryable } from '../db/queryable.ts';
import { makeSchema } from '../ledger/format.ts';
import type { Command, Ledger } from '../model/ledger.ts';

/**
 * How far a migration came that does not run in one transaction, unit by unit: Strata's own small table beside the runner's
 * ledger. Its rows live only while such a migration is half applied.
 */
export interface UnitProgress {
  /** 0-based. */
  readonly unit: number;
  readonly state: 'started' | 'done';
  /** What was there before a bare statement, by which its traces are told from older ones. */
  readonly before: readonly string[];
  /** The text that it belongs to. */
  readonly hash: string;
}

/** Makes the table where it is missing. One that is there is not asked for again: that alone takes privileges. */
export async function makeProgress(db: Queryable): Promise<void> {
  if (!(await isThere(db))) for (const sql of createProgress) await db.query(sql);
}

async function isThere(db: Queryable): Promise<boolean> {
  const [table] = await db.query<{ known: boolean }>(
    "SELECT pg_catalog.to_regclass('strata.progress') IS NOT NULL AS known",
  );
  return table?.known === true;
}

const createProgress: readonly string[] = [
  makeSchema('strata'),
  `CREATE TABLE IF NOT EXISTS strata.progress (
    ledger text NOT NULL,
    migration text NOT NULL,
    unit integer NOT NULL,
    hash text NOT NULL,
    state text NOT NULL CHECK (state IN ('started', 'done')),
    before text[] NOT NULL,
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at timestamptz,
    PRIMARY KEY (ledger, migration, unit)
)`,
];

const ledgerName = ({ schema, table }: Ledger) => `${schema}.${table}`;

/** What is under way: a migration's name in its ledger, or `<name> (down)`, and the hash of its file. */
export interface ProgressKey {
  readonly ledger: Ledger;
  readonly name: string;
  readonly hash: string;
}

/** What is known of all half-applied migrations of a ledger; a server without the table has none. */
export async function readProgress(
  db: Queryable,
  ledger: Ledger,
): Promise<ReadonlyMap<string, readonly UnitProgress[]>> {
  if (!(await isThere(db))) return new Map();
  const rows = await db.query<UnitProgress & { migration: string }>(
    'SELECT migration, unit, state, before, hash FROM strata.progress WHERE ledger = $1 ORDER BY migration, unit',
    [ledgerName(ledger)],
  );
  const byName = new Map<string, UnitProgress[]>();
  for (const { migration, ...row } of rows) byName.set(migration, [...(byName.get(migration) ?? []), row]);
  return byName;
}

export function startUnit(
  { ledger, name, hash }: ProgressKey,
  unit: number,
  before: readonly string[],
): Command {
  return {
    sql: `INSERT INTO strata.progress (ledger, migration, unit, hash, state, before) VALUES ($1, $2, $3, $4, 'started', $5)
      ON CONFLICT (ledger, migration, unit) DO UPDATE SET started_at = clock_timestamp(), hash = excluded.hash`,
    values: [ledgerName(ledger), name, unit, hash, [...before]],
  };
}

export function finishUnit({ ledger, name, hash }: ProgressKey, unit: number): Command {
  return {
    sql: `INSERT INTO strata.progress (ledger, migration, unit, hash, state, before, finished_at)
      VALUES ($1, $2, $3, $4, 'done', '{}', clock_timestamp())
      ON CONFLICT (ledger, migration, unit) DO UPDATE SET state = 'done', finished_at = clock_timestamp()`,
    values: [ledgerName(ledger), name, unit, hash],
  };
}

export function clearProgress({ ledger, name }: ProgressKey): Command {
  return {
    sql: 'DELETE FROM strata.progress WHERE ledger = $1 AND migration = $2',
    values: [ledgerName(ledger), name],
  };
}
