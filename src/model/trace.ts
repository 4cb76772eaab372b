import type { FactKind } from './schema.ts';

/** Lock modes as PostgreSQL names them in `pg_locks`, weakest first. https://www.postgresql.org/docs/18/explicit-locking.html */
export type LockMode =
  | 'AccessShareLock'
  | 'RowShareLock'
  | 'RowExclusiveLock'
  | 'ShareUpdateExclusiveLock'
  | 'ShareLock'
  | 'ShareRowExclusiveLock'
  | 'ExclusiveLock'
  | 'AccessExclusiveLock';

/** A lock on a relation that existed before the transaction began; the strongest mode this statement took. */
export interface Lock {
  /** Qualified and quoted where needed: `public.users`. */
  readonly relation: string;
  /** As `pg_class.relkind`, but r and i also where they are partitioned: r table, i index, v view, m materialized view, S sequence, f foreign. */
  readonly relkind: string;
  readonly mode: LockMode;
}

/** One thing that a statement did to one object, told by an event trigger, also from inside DO blocks and functions. */
export interface ObjectEvent {
  readonly action: 'create' | 'alter' | 'drop' | 'rename';
  /** As `pg_identify_object` names it: `table`, `table column`, `function`, `type`, `trigger` ... */
  readonly type: string;
  /** Qualified and quoted where needed: `public.users`, `public.users.email`, `public.f(integer)`. */
  readonly identity: string;
  /** For a rename or a move to another schema: the identity before. */
  readonly was?: string;
  /** A drop that followed from another drop or from CASCADE. */
  readonly implied?: boolean;
  /** `pg_class` etc. oid pair that stays the same for the life of the object: `1259/16392/0`. */
  readonly key: string;
}

/** The `type` that events of a kind have; what is missing, such as a grant, is part of another object to them. */
export const eventTypes: Partial<Readonly<Record<FactKind, string>>> = {
  table: 'table',
  'foreign-table': 'foreign table',
  column: 'table column',
  index: 'index',
  constraint: 'table constraint',
  view: 'view',
  'materialized-view': 'materialized view',
  sequence: 'sequence',
  function: 'function',
  procedure: 'procedure',
  aggregate: 'aggregate',
  trigger: 'trigger',
  policy: 'policy',
  rule: 'rule',
  schema: 'schema',
  extension: 'extension',
  enum: 'type',
  'composite-type': 'type',
  'range-type': 'type',
  'base-type': 'type',
  domain: 'type',
  publication: 'publication',
  'event-trigger': 'event trigger',
  statistics: 'statistics object',
};

/** Whether an event's identity is the name of an object. Triggers, policies, rules and constraints are identified as `name on table`. */
export function isNamed(identity: string, name: string): boolean {
  if (identity === name) return true;
  const [, own, table] = /^(.+) on (.+)$/.exec(identity) ?? [];
  return own !== undefined && name === `${table}.${own}`;
}

/** What the server said when a statement failed. https://www.postgresql.org/docs/18/protocol-error-fields.html */
export interface SqlError {
  /** SQLSTATE, five characters. */
  readonly code: string;
  readonly message: string;
  readonly detail?: string;
  readonly hint?: string;
  /** PL/pgSQL context lines. */
  readonly context?: string;
  readonly schema?: string;
  readonly table?: string;
  readonly column?: string;
  readonly dataType?: string;
  readonly constraint?: string;
  /** 0-based offset in UTF-16 code units into the migration's `up.text`, where the server gave one. */
  readonly offset?: number;
  /** Statement inside a function or DO block that failed, where the server gave one. */
  readonly internalQuery?: string;
  /** Where in `internalQuery`, in characters from 1. */
  readonly internalPosition?: number;
  /** The statements all passed; the COMMIT at the end failed, on a deferred constraint. */
  readonly atCommit?: true;
}

export interface Notice {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

/** What one statement did. */
export interface StatementTrace {
  /** 1-based in its migration. */
  readonly index: number;
  /** Half-open range in the migration's `up.text`, UTF-16 code units, without surrounding white space and comments. */
  readonly start: number;
  readonly end: number;
  /** Line in the file, 1-based. */
  readonly line: number;
  /** Milliseconds on the server. */
  readonly ms: number;
  readonly locks: readonly Lock[];
  /** Tables rewritten in full. */
  readonly rewrites: readonly string[];
  /** Tables whose rows were all checked; without its schema one that is temporary or was not seen locked. */
  readonly verifies: readonly string[];
  /**
   * Partitions whose rows were not read, since their constraints prove that they keep to new bounds: unquoted, without their
   * schemas. Absent where there were none.
   */
  readonly spared?: readonly string[];
  /** Indexes built, as named by the server. */
  readonly indexBuilds: readonly string[];
  /** Of each of these, the table; without its schema one that is temporary or was not seen locked. */
  readonly indexedTables: readonly string[];
  readonly events: readonly ObjectEvent[];
  readonly notices: readonly Notice[];
  readonly error?: SqlError;
  /** It needs more rights than an ordinary owner has, and was left out: what the server said. */
  readonly leftOut?: SqlError;
  /** It ran with more rights than an ordinary owner has, since the project's platform lets its owner run it. */
  readonly raised?: true;
}

/** What one migration did under its runner's transaction rules. */
export interface MigrationTrace {
  readonly migration: string;
  /**
   * - `applied`: every statement ran, committed. One may have an error all the same: it failed in the transaction of this migration,
   *   and passes in that of the whole history, as on an empty database (`runsTogether`)
   * - `failed`: a statement failed and the runner stops here; the statements after it were then run one by one,
   *   leaving out what failed
   */
  readonly outcome: 'applied' | 'failed';
  /** Wall milliseconds, as the runner would wait. */
  readonly ms: number;
  readonly statements: readonly StatementTrace[];
  /** Session settings that this migration leaves changed for what runs after it on the same connection. */
  readonly leaks: readonly { readonly setting: string; readonly value: string }[];
  /** What else it leaves in the session: temporary tables, prepared statements, cursors WITH HOLD. Their names are unquoted. */
  readonly leftovers: readonly { readonly kind: 'table' | 'statement' | 'cursor'; readonly name: string }[];
}

/** A stand-in that a rehearsal used in place of a real extension or statement. */
export interface StandIn {
  readonly extension: string;
  /** One sentence: what is really there, and what it does not do. */
  readonly note: string;
}

/** What a rehearsal saw, in order. */
export interface Trace {
  readonly engine: EngineName;
  readonly superuser: boolean;
  readonly migrations: readonly MigrationTrace[];
  readonly standIns: readonly StandIn[];
  /** Statements of the configuration's `setup` that were left out, shortly: `CREATE DATABASE shop`. */
  readonly setupLeftOut: readonly string[];
}

/** Names of the migrations that fail. */
export function failedMigrations({ migrations }: Pick<Trace, 'migrations'>): readonly string[] {
  return migrations.filter(({ outcome }) => outcome === 'failed').map(({ migration }) => migration);
}

export const engineKinds = ['native', 'pglite'] as const;
export type EngineKind = (typeof engineKinds)[number];

export interface EngineName {
  readonly kind: EngineKind;
  /** `18.4` */
  readonly version: string;
}

/** Where pending migrations that share one transaction stop, though each of them passes in one of its own. */
export interface TogetherFailure {
  /** 0-based: this migration and those after it are pending. */
  readonly from: number;
  /** 0-based position of the one that stops. */
  readonly migration: number;
  /** 1-based. */
  readonly statement: number;
  readonly error: SqlError;
}

/** Migrations that may be pending at once, 0-based, both ends included. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** What was found where migrations that may be pending at once were tried in one transaction. */
export interface TogetherResult {
  readonly failures: readonly TogetherFailure[];
  /** What could not be tried: it comes after a migration that does not run by itself, `behind` its 0-based position. */
  readonly untried?: { readonly windows: readonly Window[]; readonly behind: number };
}
