import type { Severity } from './finding.ts';

/** A severity, or `off`: the rule is not told of. */
export type RuleLevel = Severity | 'off';
export const ruleLevels = ['error', 'warning', 'info', 'off'] as const satisfies readonly RuleLevel[];

export const deleteActions = ['no action', 'restrict', 'cascade', 'set null', 'set default'] as const;
type DeleteAction = (typeof deleteActions)[number];

/** A column that points at another without a foreign key: `token_demands.scenario_id` at `scenarios.id`. */
export interface SoftReference {
  readonly from: string;
  readonly to: string;
}

/** Regular expressions that names must match. */
interface NamingPolicy {
  readonly tables?: string;
  readonly columns?: string;
  readonly indexes?: string;
  readonly constraints?: string;
  readonly enums?: string;
}

/** Columns that tables must have: `{ columns: { created_at: 'timestamp with time zone' }, except: ['countries'] }`. */
interface RequiredColumnsPolicy {
  /** Name -> type as PostgreSQL writes it, or `*` for any. */
  readonly columns: Readonly<Record<string, string>>;
  /** Tables that need none of them, `name` or `schema.name`; `*` stands for any run of characters. */
  readonly except?: readonly string[];
}

/** What every lookup table looks like. */
interface LookupTablesPolicy {
  /** Which tables are lookup tables, `name` or `schema.name`; `*` stands for any run of characters. */
  readonly tables: readonly string[];
  /** Name -> type as PostgreSQL writes it, or `*` for any. */
  readonly columns: Readonly<Record<string, string>>;
  /** The columns of its primary key. */
  readonly key?: readonly string[];
  /** No columns but those listed. */
  readonly only?: boolean;
}

/** What a team chose for its schema and its migrations. An absent policy asks for nothing. */
export interface Policies {
  /** What an earlier migration made stays as it is, from the named migration on; without one, from the second migration on. */
  readonly additiveOnly?: { readonly since?: string };
  readonly naming?: NamingPolicy;
  readonly requiredColumns?: RequiredColumnsPolicy;
  /** What foreign keys may do when the referenced row is deleted. */
  readonly deleteActions?: readonly DeleteAction[];
  readonly foreignKeysIndexed?: boolean;
  readonly lookupTables?: LookupTablesPolicy;
  readonly softReferences?: readonly SoftReference[];
  /** Type as PostgreSQL writes it without its length (`character varying`) -> why, or what to use instead. */
  readonly forbiddenTypes?: Readonly<Record<string, string>>;
  /** Schemas in which every table must have row security enabled. */
  readonly requireRowSecurity?: readonly string[];
  /** Names of tables, views, sequences and indexes must be written with their schema. */
  readonly qualifiedNames?: boolean;
  /** The longest time in milliseconds for which a rehearsed migration may keep writers of an existing table waiting. */
  readonly maxLockMs?: number;
}

/** A finding that the configuration allows, with the reason. */
export interface Allowance {
  readonly rule: string;
  /** Names of migrations or files; `*` stands for any run of characters. Default: everywhere. */
  readonly in?: string;
  /** Text that the message must contain, such as the name of a table. */
  readonly about?: string;
  readonly because: string;
  /** `2027-01-31`: from the day after it counts no more. */
  readonly until?: string;
}
