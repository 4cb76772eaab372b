import type { Queryable } from '../db/queryable.ts';
import { makeSchema } from '../ledger/format.ts';
import { tellsFailures } from '../ledger/write.ts';
import type { DeployMigration, Direction } from '../model/deployment.ts';
import { StrataError } from '../model/errors.ts';
import type { Command, Ledger, LedgerState } from '../model/ledger.ts';
import { count } from '../model/words.ts';

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
  /** The server refused a bare statement: it failed, and was not cut off. */
  readonly isRefused: boolean;
}

/** Makes the table where it is missing. One that is there is not asked for again: that alone takes privileges. */
export async function makeProgress(db: Queryable): Promise<void> {
  if (!(await isProgressThere(db))) for (const sql of createProgress) await db.query(sql);
}

/** Whether the table is there. */
export async function isProgressThere(db: Queryable): Promise<boolean> {
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

const downEnding = ' (down)';

/** What the notes call a migration on its way back. */
export function nameOfDown(name: string): string {
  return `${name}${downEnding}`;
}

/** Whether notes of this name are of a migration on its way back. */
export function isOfDown(name: string): boolean {
  return name.endsWith(downEnding);
}

/** The migration of which notes speak. */
export function migrationOf(name: string): string {
  return isOfDown(name) ? name.slice(0, -downEnding.length) : name;
}

/** What is known of all half-applied migrations of a ledger. Notes that the ledger has overtaken are left out. */
export async function readProgress(
  db: Queryable,
  state: LedgerState,
): Promise<ReadonlyMap<string, readonly UnitProgress[]>> {
  const notes = await readNotes(db, state.ledger);
  return new Map([...notes].filter(([name]) => isCurrent(name, state)));
}

/**
 * Reads the same and removes the notes that the ledger has overtaken, so that none of them comes back to life when a migration is
 * taken back or applied. To be called by the only deployer.
 */
export async function forgetOvertaken(
  db: Queryable,
  state: LedgerState,
): Promise<ReadonlyMap<string, readonly UnitProgress[]>> {
  const notes = await readNotes(db, state.ledger);
  const names = [...notes.keys()].filter((name) => !isCurrent(name, state));
  if (names.length > 0) {
    await db.query('DELETE FROM strata.progress WHERE ledger = $1 AND migration = ANY ($2::text[])', [
      ledgerName(state.ledger),
      names,
    ]);
  }
  return new Map([...notes].filter(([name]) => !names.includes(name)));
}

/**
 * Whether notes still speak of what the ledger has. Somebody may have recorded the migration since, or, where a ledger tells
 * failures, have settled the attempt that they belong to: what they say took effect may be gone.
 */
function isCurrent(name: string, { ledger, entries }: LedgerState): boolean {
  const entry = entries.find((one) => one.name === migrationOf(name));
  if (entry?.migration === undefined) return true;
  if (isOfDown(name)) return entry.state === 'applied';
  return entry.state === 'failed' || (entry.state === 'pending' && !tellsFailures(ledger));
}

/** Whether notes are of another text: half of one text and half of another is neither. */
export function areOfOtherText(
  known: readonly UnitProgress[],
  { hash }: Pick<DeployMigration, 'hash'>,
): boolean {
  return known.some((note) => note.hash !== hash);
}

/** Throws where a migration, or its down, was edited after a part of it took effect. `known`: the notes of it. */
export function refuseOtherText(
  work: DeployMigration,
  known: readonly UnitProgress[],
  direction: Direction,
): void {
  if (!areOfOtherText(known, work)) return;
  const { name } = work.migration;
  const part = `a part of it (${count(known.filter(({ state }) => state === 'done').length, 'transaction')})`;
  const [what, hint] =
    direction === 'up'
      ? [
          `${name} was edited after ${part} was applied`,
          'Put the text back that was being applied and deploy again; write what is to change as a new migration.',
        ]
      : [
          `the down of ${name} was edited after ${part} was run`,
          'Put the text back that was being run and roll back again.',
        ];
  throw new StrataError('live', what, { hint });
}

/** A server without the table has none. */
async function readNotes(
  db: Queryable,
  ledger: Ledger,
): Promise<ReadonlyMap<string, readonly UnitProgress[]>> {
  if (!(await isProgressThere(db))) return new Map();
  const rows = await db.query<UnitProgress & { migration: string }>(
    `SELECT migration, unit, state, before, hash, state = 'started' AND finished_at IS NOT NULL AS "isRefused"
       FROM strata.progress WHERE ledger = $1 ORDER BY migration, unit`,
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
      ON CONFLICT (ledger, migration, unit) DO UPDATE SET started_at = clock_timestamp(), finished_at = NULL, hash = excluded.hash, before = excluded.before`,
    values: [ledgerName(ledger), name, unit, hash, [...before]],
  };
}

/** Notes that the server has refused a statement that was begun: it ended, and is not done. */
export function refuseUnit({ ledger, name }: ProgressKey, unit: number): Command {
  return {
    sql: `UPDATE strata.progress SET finished_at = clock_timestamp()
      WHERE ledger = $1 AND migration = $2 AND unit = $3 AND state = 'started'`,
    values: [ledgerName(ledger), name, unit],
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
