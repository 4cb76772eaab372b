import type { ObjectId } from './object-id.ts';
import type { RoutineFault } from './routine-fault.ts';

/** Every kind of fact that the catalog reader knows. COVERAGE.md explains each. */
export const factKinds = [
  'role',
  'role-membership',
  'role-setting',
  'schema',
  'extension',
  'language',
  'foreign-data-wrapper',
  'server',
  'user-mapping',
  'collation',
  'conversion',
  'shell-type',
  'enum',
  'composite-type',
  'range-type',
  'base-type',
  'domain',
  'domain-constraint',
  'function',
  'procedure',
  'aggregate',
  'cast',
  'operator',
  'operator-family',
  'operator-class',
  'operator-family-member',
  'access-method',
  'transform',
  'text-search-parser',
  'text-search-template',
  'text-search-dictionary',
  'text-search-configuration',
  'sequence',
  'sequence-owner',
  'table',
  'foreign-table',
  'inheritance',
  'partition',
  'table-type',
  'column',
  'default',
  'constraint',
  'view',
  'materialized-view',
  'index',
  'index-partition',
  'statistics',
  'rule',
  'trigger',
  'policy',
  'event-trigger',
  'publication',
  'publication-table',
  'publication-schema',
  'subscription',
  'default-privileges',
  'acl',
  'comment',
  'security-label',
  'extension-dependency',
] as const;
export type FactKind = (typeof factKinds)[number];

/** A property of a definition. Absent means PostgreSQL's default. */
export type Property = string | number | boolean | readonly string[];
export type Definition = { readonly [property: string]: Property | undefined };

/** Whether two properties say the same. */
export function isSameProperty(a: Property | undefined, b: Property | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return a.length === b.length && a.every((entry, i) => entry === b[i]);
}

/** Whether two definitions say the same, in whatever order; absent and undefined are one. */
export function isSameDefinition(a: Definition, b: Definition): boolean {
  let more = 0;
  for (const name in a) {
    const value = a[name];
    if (!isSameProperty(value, b[name])) return false;
    if (value !== undefined) more += 1;
  }
  for (const name in b) if (b[name] !== undefined) more -= 1;
  return more === 0;
}

/**
 * One thing that a database contains. Equal ids and equal definitions mean equal things; position, oid and layout of text
 * play no part.
 */
export interface Fact {
  readonly id: ObjectId;
  readonly kind: FactKind;
  /** As SQL writes it, qualified and quoted where needed: `public.users.email`. */
  readonly name: string;
  /** The schema it lives in, unquoted; absent for what lives in none. */
  readonly schema?: string;
  /** The fact that this one belongs to and vanishes with: a column's table, a comment's object. It may lie outside the Schema. */
  readonly parent?: ObjectId;
  readonly definition: Definition;
  /** What must exist before it, sorted. Includes ids outside the Schema where a platform owns them. */
  readonly dependsOn: readonly ObjectId[];
  /** What drops this fact without a word when dropped: an index goes with its columns, a sequence with its owner. Sorted. */
  readonly goesWith: readonly ObjectId[];
  /** Order among siblings where one has to be chosen (columns); no difference by itself. */
  readonly position?: number;
  /**
   * Said besides the definition: whether a materialized view holds rows, what an inherited NOT NULL is called. The differ does not compare
   * it; plans and notes may go by it.
   */
  readonly remarks?: Definition;
}

/** Sorts siblings as they stand. */
export function byPosition(a: Pick<Fact, 'position'>, b: Pick<Fact, 'position'>): number {
  return (a.position ?? 0) - (b.position ?? 0);
}

/** Something found in the database that no fact describes. */
export interface NotModelled {
  /** As `pg_identify_object` names it. */
  readonly type: string;
  readonly identity: string;
}

/** What a database contains. */
export interface Schema {
  /** `server_version_num` of where it was read, such as 180004. */
  readonly serverVersion: number;
  readonly facts: ReadonlyMap<ObjectId, Fact>;
  /** What lives in schemas that were not asked for; absent where all were. */
  readonly unasked?: ReadonlyMap<ObjectId, Fact>;
  /** Sorted by type and identity. */
  readonly notModelled: readonly NotModelled[];
  /** Which routines will fail, sorted by routine and line; absent where nobody asked. No part of what is compared. */
  readonly routineFaults?: readonly RoutineFault[];
}

/** Tells which facts somebody else is responsible for: a platform, whose objects no plan may touch. */
export interface Provenance {
  isForeign(fact: Fact): boolean;
}
