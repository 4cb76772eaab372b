import { bareName, quoteIdentifier } from '../../postgres/identifier.ts';

/** An assumed table; `columns` are types by name. */
export interface AssumedTable {
  readonly name: string;
  readonly columns: Map<string, string>;
  /** Columns whose type is certain, from a foreign key of a table that is not assumed. */
  readonly settled: Set<string>;
  /** What stands behind the columns: `UNIQUE (id)`, `CONSTRAINT c CHECK (true)`. */
  readonly clauses: Set<string>;
  /** `PARTITION BY LIST (id)`. */
  partitioning: string | undefined;
  /** Of a foreign table its server. */
  server: string | undefined;
}

/** The phases in which assumed objects are made: each may need objects of earlier ones. */
const phases = ['schema', 'role', 'extension', 'type', 'function', 'sequence', 'table', 'rest'] as const;
type Phase = (typeof phases)[number];

/**
 * Objects that are taken to have existed before the first migration, since migrations name them and none makes them. Names are
 * as SQL writes them, qualified where the migrations qualify them.
 */
export interface Assumptions {
  readonly tables: Map<string, AssumedTable>;
  /** Everything else: SQL by what it is, `type mood`. */
  readonly others: Map<string, { readonly phase: Phase; readonly sql: string; readonly said: string }>;
  /** Columns whose type changed since the last rehearsal: failures of that rehearsal refer to the old type. */
  readonly retyped: Set<string>;
  /** Assumptions that proved wrong, and are not made again. */
  readonly refuted: Set<string>;
}

export function noAssumptions(): Assumptions {
  return { tables: new Map(), others: new Map(), retyped: new Set(), refuted: new Set() };
}

/** Finds an assumed table by its last name, or by its whole name. */
export function assumedTable(assumptions: Assumptions, name: string): AssumedTable | undefined {
  const exact = assumptions.tables.get(name);
  if (exact !== undefined) return exact;
  const last = bareName(name);
  for (const table of assumptions.tables.values()) if (bareName(table.name) === last) return table;
  return undefined;
}

/** Assumes a table; one that is already assumed stays as it is. */
export function assumeTable(assumptions: Assumptions, name: string): AssumedTable {
  const known = assumptions.tables.get(name);
  if (known !== undefined) return known;
  const table: AssumedTable = {
    name,
    columns: new Map(),
    settled: new Set(),
    clauses: new Set(),
    partitioning: undefined,
    server: undefined,
  };
  assumptions.tables.set(name, table);
  return table;
}

/** Assumes an object other than a table; `what` is its kind and name: `type mood`. */
export function assume(assumptions: Assumptions, phase: Phase, what: string, sql: string, said = what): void {
  if (!assumptions.others.has(what)) assumptions.others.set(what, { phase, sql, said });
}

/** Assumes a foreign server, which is never queried. */
export function assumeServer(assumptions: Assumptions, name: string): void {
  assume(assumptions, 'extension', 'extension postgres_fdw', 'CREATE EXTENSION IF NOT EXISTS postgres_fdw');
  const sql = `CREATE SERVER ${quoteIdentifier(name)} FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'localhost')`;
  assume(assumptions, 'type', `server ${name}`, sql);
}

/** The SQL that makes it all, in an order that runs; empty where nothing is assumed. */
export function assumedSql(assumptions: Assumptions): string {
  return phases
    .flatMap((phase) =>
      phase === 'table'
        ? [...assumptions.tables.values()].map(tableSql)
        : [...assumptions.others.values()].filter((other) => other.phase === phase).map(({ sql }) => sql),
    )
    .map((sql) => `${sql};\n`)
    .join('');
}

/** What is assumed, a few words each: `table orders (id bigint)`. */
export function assumedWords(assumptions: Assumptions): readonly string[] {
  return [
    ...[...assumptions.tables.values()].map(
      ({ name, columns }) =>
        `table ${name}${columns.size === 0 ? '' : ` (${[...columns].map(([column, type]) => `${quoteIdentifier(column)} ${type}`).join(', ')})`}`,
    ),
    ...[...assumptions.others.values()].map(({ said }) => said),
  ];
}

function tableSql({ name, columns, clauses, partitioning, server }: AssumedTable): string {
  const listed = [...columns].map(([column, type]) => `${quoteIdentifier(column)} ${type}`);
  if (server !== undefined)
    return `CREATE FOREIGN TABLE ${name} (${listed.join(', ')}) SERVER ${quoteIdentifier(server)}`;
  const lines = [...listed, ...clauses];
  return `CREATE TABLE ${name} (${lines.join(', ')})${partitioning === undefined ? '' : ` ${partitioning}`}`;
}
