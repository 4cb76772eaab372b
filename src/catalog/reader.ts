import { entry } from '../model/entry.ts';
import type { ObjectId } from '../model/object-id.ts';
import { objectId } from '../model/object-id.ts';
import type { Definition, FactKind, Property } from '../model/schema.ts';
import { qualifiedName, quoteIdentifier } from '../postgres/identifier.ts';

/** A system catalog whose rows get facts; also the `classid` by which `pg_depend` refers to them. */
export type CatalogName = `pg_${string}`;

/** What a reader makes of one row. */
export type Draft = FactDraft | PartDraft;

/** A fact but for its dependencies, which are added from `pg_depend`. */
export interface FactDraft {
  /** Made of the kind and the name where the reader has not made it. */
  readonly id?: ObjectId;
  readonly kind: FactKind;
  readonly name: string;
  readonly schema?: string;
  readonly parent?: ObjectId;
  readonly definition: Definition;
  /** Dependencies that PostgreSQL does not record. */
  readonly needs?: readonly ObjectId[];
  /** What takes it along without a word when dropped, where PostgreSQL does not record that. */
  readonly goesWith?: readonly ObjectId[];
  readonly position?: number;
  readonly remarks?: Definition;
  /** Which oid in which catalog it is; `column` for a part of a relation. Absent for facts of our own making. */
  readonly address?: Address;
  /** Other rows that are this same thing to whoever refers to them. */
  readonly aliases?: readonly Address[];
  /** Only the grants are read; the thing itself is described elsewhere (columns of views). */
  readonly onlyAcl?: boolean;
  /** Privileges as in the catalog, with what makes them readable; absent where the kind has none. */
  readonly acl?: Acl;
}

/** What is added to a fact that was read before. */
export interface PartDraft {
  readonly partOf: ObjectId;
  readonly definition?: Definition;
  readonly remarks?: Definition;
  readonly address?: Address;
  /** The id by which comments refer to it where that is not the fact's own (a NOT NULL constraint of a column). */
  readonly aliasId?: ObjectId;
  /** Of a copy of something of another table, which goes with that: what it may be called. */
  readonly copyOf?: readonly ObjectId[];
}

export interface Address {
  readonly catalog: CatalogName;
  readonly oid: number;
  readonly column?: number;
}

export interface Acl {
  /** `aclitem`s as text. */
  readonly items: readonly string[];
  readonly object: AclObject;
  readonly owner: number;
  /** The privileges it was born with, where those are not the built-in ones. */
  readonly initial?: readonly string[];
}
export type AclObject =
  | 'table'
  | 'sequence'
  | 'column'
  | 'function'
  | 'schema'
  | 'type'
  | 'language'
  | 'foreign-data-wrapper'
  | 'server'
  | 'large-object';

/** A query for what few databases have, asked only of one that has it. */
export interface Rare {
  /** SQL, a boolean: whether `sql` can give anything. Asked for all at once. */
  readonly presentIf: string;
  readonly sql: string;
}

/** Reads one kind, or a few that share a catalog, with one query. Rows of system schemas and extensions may still be in. */
export interface CatalogReader {
  /** SQL, a boolean: whether running `sql` can give anything. Asked for all readers at once. Absent: always run, before those that have one. */
  readonly presentIf?: string;
  sql(serverVersion: number): string;
  /**
   * Joins catalogs row by row but for what is rare. A database that was just made has no statistics of its catalogs, and the
   * planner would look each row up.
   */
  readonly joinsAll?: true;
  /** Rows are read in the order the SQL gives. Undefined leaves the row out. */
  draft(row: never, names: Names, serverVersion: number): Draft | readonly Draft[] | undefined;
}

/** A flag of a row that is rarely raised: null, which costs nothing to send, where it is not. */
export type Flag = true | null;

/** A relation as others name it. */
export interface RelationName {
  readonly id: ObjectId;
  /** `public.users` */
  readonly name: string;
  readonly schema: string;
  /** Unqualified and unquoted. */
  readonly bare: string;
  readonly relkind: string;
}

/** A column as others name it. */
export interface ColumnName {
  /** By which it is called, also where it has no fact of its own (of a view, of a type). */
  readonly id: ObjectId;
  /** Quoted where that is needed. */
  readonly name: string;
  /** Unquoted. */
  readonly bare: string;
  /** As `format_type` writes it; undefined where its values are not compared as its type's are, or nobody asks. */
  readonly type?: string | undefined;
  /** The pseudo-type that its type is one of: `anyenum`. */
  readonly family?: string | null | undefined;
}

/** What earlier readers found out, so that later queries need not join for names. */
export class Names {
  readonly schemas = new Map<number, string>();
  readonly relations = new Map<number, RelationName>();
  /** The partitioned table that each partition is a part of, by oid. */
  readonly wholes = new Map<number, number>();
  /** By the relation's oid, then by `attnum`. */
  private readonly columns = new Map<number, ColumnName[]>();
  /** B-tree operator classes that an index has unless it says otherwise, and their types. */
  readonly ownClasses = new Map<number, string>();
  readonly ownTypes = new Set<string>();
  /** Indexes whose text only the server can tell, by oid. */
  readonly untold = new Map<number, RelationName & { readonly table: string }>();
  readonly roles = new Map<number, string>();
  /** Names of the foreign keys that partitions have from their parents. */
  readonly foreignKeys = new Map<number, string[]>();
  /** Functions that a type cannot be made without, and that need its name themselves: the types they belong to. */
  readonly supports = new Map<number, ObjectId>();
  /** Definitions that many facts share, by what tells them apart: one object for all columns of a type is read and compared faster. */
  private readonly definitions = new Map<string, Definition>();
  /** The role that counts as "whoever runs the plan": objects of it carry no owner. */
  readonly self: string;

  constructor(self: string) {
    this.self = self;
  }

  /** `schema.name` for an object of a schema that is read; undefined for one in a system, temporary or toast schema. */
  qualified(schemaOid: number, name: string): { schema: string; name: string } | undefined {
    const schema = this.schemas.get(schemaOid);
    return schema === undefined ? undefined : { schema, name: qualifiedName(schema, name) };
  }

  shared(key: string, make: () => Definition): Definition {
    return entry(this.definitions, key, make);
  }

  rememberOwnClass(oid: number, type: string): void {
    this.ownClasses.set(oid, type);
    this.ownTypes.add(type);
  }

  rememberForeignKey(relation: number, name: string): void {
    entry(this.foreignKeys, relation, () => []).push(name);
  }

  /** The owner as SQL, absent for the role that runs plans. */
  owner(oid: number): string | undefined {
    const role = this.roles.get(oid);
    return role === undefined || role === this.self ? undefined : quoteIdentifier(role);
  }

  rememberColumn(
    { name: owner }: RelationName,
    relation: number,
    attnum: number,
    bare: string,
    type?: Pick<ColumnName, 'type' | 'family'>,
  ): ColumnName {
    const name = quoteIdentifier(bare);
    const column = {
      id: objectId('column', `${owner}.${name}`),
      name,
      bare,
      type: type?.type,
      family: type?.family,
    };
    entry(this.columns, relation, () => [])[attnum] = column;
    return column;
  }

  column(relation: number, attnum: number): ColumnName | undefined {
    return this.columns.get(relation)?.[attnum];
  }

  /** Those of the columns that have facts of their own, which are a table's. */
  columnFacts(relation: number, attnums: readonly number[]): ObjectId[] {
    const table = this.relations.get(relation);
    if (table === undefined || !isTable(table)) return [];
    return attnums.map((attnum) => this.column(relation, attnum)?.id).filter((id) => id !== undefined);
  }
}

/** Whether its columns have facts of their own. */
export function isTable({ relkind }: RelationName): boolean {
  return relkind === 'r' || relkind === 'p' || relkind === 'f';
}

/** A definition without what says nothing: null, false, empty text and empty lists. */
export function definitionOf(properties: Readonly<Record<string, Property | null | undefined>>): Definition {
  const definition: Record<string, Property> = {};
  for (const key in properties) {
    const value = properties[key];
    if (value === null || value === undefined || value === false || value === '') continue;
    if (typeof value === 'object' && value.length === 0) continue;
    definition[key] = value;
  }
  return definition;
}

/** A sorted copy, for lists whose order PostgreSQL does not keep. */
export function sorted(list: readonly string[] | null | undefined): readonly string[] | undefined {
  return list === null || list === undefined ? undefined : [...list].sort();
}
