import type { Queryable } from '../db/queryable.ts';
import { StrataError } from '../model/errors.ts';
import type { Ledger, LedgerKind } from '../model/ledger.ts';
import type { History, Runner } from '../model/migration.ts';
import { qualifiedName, splitIdentifier } from '../postgres/identifier.ts';
import { formats } from './formats.ts';

/** The ledgers that a runner may write, the likeliest first. Plain SQL has many runners: the table that exists tells which. */
const kindsOf: Readonly<Record<Runner, readonly LedgerKind[]>> = {
  prisma: ['prisma'],
  supabase: ['supabase'],
  drizzle: ['drizzle'],
  dbmate: ['dbmate'],
  goose: ['goose'],
  flyway: ['flyway'],
  plain: ['strata', 'node-pg-migrate', 'golang-migrate', 'sqlx', 'diesel', 'sql-migrate', 'sqitch', 'dbmate'],
};

type LedgerOwner = Pick<History, 'runner' | 'ledgerTable' | 'usualLedgerTable'>;

/** The kinds of ledger to look for; the one that the project's files name comes first. */
function kindsFor({ runner, usualLedgerTable }: LedgerOwner): readonly LedgerKind[] {
  const kinds = kindsOf[runner];
  const usual = kinds.filter((kind) => {
    const { schema, table } = formats[kind];
    return usualLedgerTable === table || usualLedgerTable === `${schema}.${table}`;
  });
  return [...new Set([...usual, ...kinds])];
}

interface Candidate {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[];
  readonly isVisible: boolean;
  /** Whether row security may hide rows of it. */
  readonly isVeiled: boolean;
}

/** Finds the ledger of a history in a database. Where there is none yet, returns the one that the runner would make. */
export async function findLedger(db: Queryable, history: LedgerOwner): Promise<Ledger> {
  const [here] = await db.query<{ schema: string | null }>('SELECT current_schema()::text AS schema');
  const current = here?.schema ?? 'public';
  const kinds = kindsFor(history);
  if (history.ledgerTable !== undefined) return findNamed(db, history.ledgerTable, kinds, current);
  const candidates = await findTables(db, [...new Set(kinds.map((kind) => formats[kind].table)), railsMark]);
  const own =
    history.runner === 'plain' ? candidates.filter((one) => !isOfAnotherStack(one, candidates)) : candidates;
  for (const kind of kinds) {
    const found = bestOf(kind, own);
    if (found !== undefined) return toLedger(kind, found);
  }
  const [kind] = kinds as [LedgerKind];
  const { schema = current, table } = formats[kind];
  const other = candidates.find((one) => one.schema === schema && one.table === table);
  if (other !== undefined) throw noLedger(`${schema}.${table}`, [kind], other);
  return { kind, schema, table, columns: [], exists: false };
}

const railsMark = 'ar_internal_metadata';

/**
 * Whether a `schema_migrations` of versions, which dbmate's is too, bears the marks of a runner that does not run SQL: the table that
 * Rails keeps beside it, the column of Ecto.
 */
function isOfAnotherStack({ schema, table, columns }: Candidate, all: readonly Candidate[]): boolean {
  if (table !== formats.dbmate.table) return false;
  return (
    columns.includes('inserted_at') || all.some((one) => one.table === railsMark && one.schema === schema)
  );
}

/** Tables with other names or in other schemas that could be the missing ledger, quoted where needed. */
export async function findLookAlikes(
  db: Queryable,
  { kind, schema: own, table: name }: Ledger,
): Promise<readonly string[]> {
  const { signature } = formats[kind];
  // By a single column everything would be one.
  if (signature.length < 2) return [];
  const rows = await db.query<{ schema: string; table: string }>(
    `SELECT n.nspname::text AS schema, c.relname::text AS "table"
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND $1::text[] <@ ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute
              WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) ORDER BY 1, 2 LIMIT 3`,
    [signature],
  );
  // Its own name is there where somebody else has made it in the meantime.
  return rows
    .filter(({ schema, table }) => schema !== own || table !== name)
    .map(({ schema, table }) => qualifiedName(schema, table));
}

/** The ledger that a history's runner makes in a database that has none. */
export function usualLedger(history: LedgerOwner): Ledger {
  const named = history.ledgerTable === undefined ? [] : splitIdentifier(history.ledgerTable);
  const kinds = kindsFor(history) as readonly [LedgerKind];
  const kind = kinds.find((one) => formats[one].table === named.at(-1)) ?? kinds[0];
  const { schema, table } = formats[kind];
  return {
    kind,
    schema: (named.length > 1 ? named[0] : schema) ?? 'public',
    table: named.at(-1) ?? table,
    columns: [],
    exists: false,
  };
}

function toLedger(kind: LedgerKind, { schema, table, columns, isVeiled }: Candidate): Ledger {
  if (isVeiled) {
    const name = qualifiedName(schema, table);
    throw new StrataError('live', `row security of ${name} may hide what was applied from this role`, {
      hint: `Connect as its owner or with BYPASSRLS. Where its owner is held to it as well: ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`,
    });
  }
  return { kind, schema, table, columns, exists: true };
}

/** The best of several candidates: the one in the runner's own schema, else on the search path, else in any other schema. */
function bestOf(kind: LedgerKind, candidates: readonly Candidate[]): Candidate | undefined {
  const { schema, table } = formats[kind];
  const fitting = candidates.filter((one) => one.table === table && isOfKind(kind, one));
  const own = fitting.find((one) => one.schema === schema) ?? fitting.find((one) => one.isVisible);
  // The bare name `schema_migrations` is used by platforms as well, for their own schemas.
  return own ?? (kind === 'drizzle' ? fitting[0] : undefined);
}

function isOfKind(kind: LedgerKind, { schema, table, columns }: Candidate): boolean {
  const { signature, ...usual } = formats[kind];
  // A runner's own schema says whose the table is; first versions of a runner kept less in it.
  const isAtHome = schema === usual.schema && table === usual.table;
  if (!signature.slice(0, isAtHome ? 1 : undefined).every((column) => columns.includes(column))) return false;
  return kind !== 'dbmate' || !(columns.includes('dirty') || columns.includes('statements'));
}

async function findNamed(
  db: Queryable,
  name: string,
  kinds: readonly LedgerKind[],
  current: string,
): Promise<Ledger> {
  const parts = splitIdentifier(name);
  const table = parts.at(-1) as string;
  const schema = parts.length > 1 ? parts[0] : undefined;
  const found = (await findTables(db, [table])).filter(
    (one) => one.schema === schema || (schema === undefined && one.isVisible),
  );
  const [candidate] = found;
  if (candidate === undefined) {
    await refuseOtherCase(db, name, schema, table);
    const kind = kinds.find((one) => formats[one].table === table) ?? kinds[0];
    return { kind: kind as LedgerKind, schema: schema ?? current, table, columns: [], exists: false };
  }
  const kind = kinds.find((one) => isOfKind(one, candidate));
  if (kind !== undefined) return toLedger(kind, candidate);
  throw noLedger(name, kinds, candidate);
}

function noLedger(name: string, kinds: readonly LedgerKind[], { columns }: Candidate): StrataError {
  return new StrataError('config', `${name} is not a ledger of ${kinds.join(' or ')}`, {
    hint: `It has the columns ${columns.join(', ')}. Name another table as \`ledger\` in strata.config.`,
  });
}

/**
 * Throws where the ledger's name differs from a table's only in case (`"SCHEMA_VERSION"` without its quotes): the ledger would
 * seem to be missing, and everything pending.
 */
async function refuseOtherCase(db: Queryable, name: string, schema: string | undefined, table: string) {
  const [other] = await db.query<{ schema: string; table: string }>(
    `SELECT n.nspname::text AS schema, c.relname::text AS "table"
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND lower(c.relname) = lower($1) AND lower(n.nspname) = lower(coalesce($2, n.nspname))
        AND ($2 IS NOT NULL OR pg_catalog.pg_table_is_visible(c.oid)) ORDER BY 1, 2 LIMIT 1`,
    [table, schema ?? null],
  );
  if (other === undefined) return;
  throw new StrataError('config', `there is no table ${name}, but one that is spelled otherwise`, {
    hint: `If that is the ledger, name it so in strata.config: ledger: '${qualifiedName(other.schema, other.table)}'`,
  });
}

async function findTables(db: Queryable, names: readonly string[]): Promise<readonly Candidate[]> {
  return db.query<Candidate>(
    `SELECT n.nspname::text AS schema, c.relname::text AS "table", pg_catalog.pg_table_is_visible(c.oid) AS "isVisible",
            pg_catalog.row_security_active(c.oid) AS "isVeiled",
            ARRAY(SELECT attname::text FROM pg_catalog.pg_attribute
                   WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum) AS columns
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND c.relname = ANY ($1::text[]) ORDER BY 1, 2`,
    [names],
  );
}
