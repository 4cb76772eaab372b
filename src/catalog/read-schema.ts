import type { Queryable } from '../db/queryable.ts';
import { StrataError } from '../model/errors.ts';
import { type ObjectId, objectId } from '../model/object-id.ts';
import type { Definition, Fact, NotModelled, Provenance, Schema } from '../model/schema.ts';
import { quoteIdentifier } from '../postgres/identifier.ts';
import { aclDefinition } from './acl.ts';
import { AddressBook } from './address-book.ts';
import { addInternals, type Dependency, type Edges, edgesOf, readDependencies } from './dependencies.ts';
import { commentsSql, type RemarkRow, securityLabelsSql } from './queries/comments.sql.ts';
import { catalogOidsSql, identifySql, rolesSql, sessionSql } from './queries/dependencies.sql.ts';
import {
  type Address,
  type CatalogName,
  type CatalogReader,
  type Draft,
  definitionOf,
  Names,
} from './reader.ts';
import { readers } from './readers.ts';

export interface ReadOptions {
  /** Only these schemas, unquoted; what lives in no schema is read all the same. */
  readonly schemas?: readonly string[];
  /** Not these schemas. */
  readonly exclude?: readonly string[];
  /** Also cluster-wide things: roles, memberships, settings. */
  readonly roles?: boolean;
  /** The role whose objects carry no owner; the session's own by default. */
  readonly self?: string;
  readonly provenance?: Provenance;
}

/**
 * Reads what a database contains, in one read-only transaction with a stable view.
 * Objects of the system and of extensions are left out; what no reader knows is listed in `notModelled`.
 */
export async function readSchema(db: Queryable, options: ReadOptions = {}): Promise<Schema> {
  await db.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''`);
  try {
    return await readInTransaction(db, options);
  } finally {
    await db.query('COMMIT');
  }
}

async function readInTransaction(db: Queryable, options: ReadOptions): Promise<Schema> {
  const [session] = await db.query<{ version: number; self: string }>(sessionSql);
  if (session === undefined) throw new StrataError('internal', 'the server did not tell its version');
  if (session.version < 130000) {
    throw new StrataError('live', `PostgreSQL ${session.version / 10000} is too old to be read`, {
      hint: 'Strata reads PostgreSQL 13 and later.',
    });
  }
  const names = new Names(options.self ?? session.self);
  for (const { oid, name } of await db.query<{ oid: number; name: string }>(rolesSql))
    names.roles.set(oid, name);
  const catalogs = new Map<number, CatalogName>();
  for (const { oid, name } of await db.query<{ oid: number; name: CatalogName }>(catalogOidsSql)) {
    catalogs.set(oid, name);
  }
  const drafts = await readDrafts(db, session.version, names);
  const dependencies = await readDependencies(db, catalogs);
  const collected = new Collection(names, session.version);
  collected.leaveOut(dependencies);
  for (const draft of drafts) collected.add(draft);
  addInternals(dependencies, collected.book);
  for (const row of await db.query<RemarkRow>(commentsSql)) collected.addRemark('comment', row);
  for (const row of await db.query<RemarkRow>(securityLabelsSql)) collected.addRemark('security-label', row);
  collected.addExtensionDependencies(dependencies);
  const facts = finish(collected, edgesOf(dependencies, collected.book), options);
  const notModelled = await readNotModelled(db, dependencies, collected.book, catalogs);
  return { serverVersion: session.version, facts, notModelled };
}

/** Runs the readers that have something to read. */
async function readDrafts(db: Queryable, version: number, names: Names): Promise<Draft[]> {
  const asked = readers.map(({ presentIf }, i) => `${presentIf ?? 'true'} AS r${i}`);
  const [present] = await db.query<Record<string, boolean>>(`SELECT ${asked.join(', ')}`);
  const drafts: Draft[] = [];
  for (const [i, reader] of readers.entries()) {
    if (present?.[`r${i}`] !== true) continue;
    for (const row of await db.query(reader.sql(version))) pushDrafts(drafts, reader, row, names, version);
  }
  return drafts;
}

function pushDrafts(
  drafts: Draft[],
  reader: CatalogReader,
  row: unknown,
  names: Names,
  version: number,
): void {
  const made = reader.draft(row as never, names, version);
  if (made === undefined) return;
  if (Array.isArray(made)) drafts.push(...made);
  else drafts.push(made as Draft);
}

type Growing = Omit<Fact, 'dependsOn' | 'goesWith'> & { needs: readonly ObjectId[] };

/** Facts while they are being put together. */
class Collection {
  readonly facts = new Map<ObjectId, Growing>();
  readonly book = new AddressBook();
  private readonly names: Names;
  private readonly version: number;
  private readonly members = new Map<string, Set<number>>();
  private readonly leftOutIds = new Set<ObjectId>();

  constructor(names: Names, version: number) {
    this.names = names;
    this.version = version;
  }

  /** Members of extensions are the extension's business. */
  leaveOut(dependencies: readonly Dependency[]): void {
    for (const { type, catalog, oid } of dependencies) {
      if (type !== 'e') continue;
      const known = this.members.get(catalog) ?? new Set();
      this.members.set(catalog, known.add(oid));
    }
  }

  add(draft: Draft): void {
    const { address, partOf } = draft;
    if (partOf !== undefined) {
      this.addPart(draft, partOf);
      return;
    }
    const id = objectId(draft.kind, draft.name);
    if (this.isMember(address) || (draft.parent !== undefined && this.leftOutIds.has(draft.parent))) {
      this.leftOutIds.add(id);
      return;
    }
    if (draft.onlyAcl !== true) {
      const { kind, name, schema, parent, definition, position, remarks, needs = [] } = draft;
      this.facts.set(id, {
        id,
        kind,
        name,
        definition,
        needs,
        ...(schema === undefined ? {} : { schema }),
        ...(parent === undefined ? {} : { parent }),
        ...(position === undefined ? {} : { position }),
        ...(remarks === undefined ? {} : { remarks }),
      });
      if (address !== undefined) this.book.add(address, id);
      for (const alias of draft.aliases ?? []) this.book.add(alias, id);
    }
    if (draft.acl === undefined) return;
    const definitionOfAcl = aclDefinition(draft.acl, this.names, this.version);
    if (definitionOfAcl !== undefined)
      this.addAbout('acl', id, draft.schema, definitionOfAcl, draft.onlyAcl ? draft.parent : id);
  }

  private isMember(address: Address | undefined): boolean {
    return address !== undefined && this.members.get(address.catalog)?.has(address.oid) === true;
  }

  private addPart(draft: Draft, partOf: ObjectId): void {
    const whole = this.facts.get(partOf);
    if (whole === undefined) return;
    this.facts.set(partOf, { ...whole, definition: { ...whole.definition, ...draft.definition } });
    if (draft.address !== undefined) this.book.add(draft.address, draft.aliasId ?? partOf);
  }

  private addAbout(
    kind: 'acl' | 'comment' | 'security-label',
    about: ObjectId,
    schema: string | undefined,
    definition: Definition,
    parent: ObjectId | undefined,
  ): void {
    const id = objectId(kind, about);
    this.facts.set(id, {
      id,
      kind,
      name: about,
      ...(schema === undefined ? {} : { schema }),
      ...(parent === undefined ? {} : { parent }),
      definition,
      needs: parent === undefined ? [] : [parent],
    });
  }

  addRemark(kind: 'comment' | 'security-label', row: RemarkRow): void {
    const catalog = row.catalog.replace('pg_catalog.', '') as CatalogName;
    const about = this.about(catalog, row);
    if (about === undefined) return;
    const { id, parent } = about;
    const fact = this.facts.get(parent);
    if (fact === undefined) return;
    const definition = definitionOf({ text: row.text, provider: row.provider });
    this.addAbout(kind, id, fact.schema, definition, parent);
  }

  /** What a comment is on, and the fact that takes it along; columns of views and types have no fact of their own. */
  private about(catalog: CatalogName, row: RemarkRow): { id: ObjectId; parent: ObjectId } | undefined {
    if (this.members.get(catalog)?.has(row.oid)) return undefined;
    const id = this.book.find(catalog, row.oid, row.column);
    if (id === undefined) return undefined;
    if (row.column > 0 && catalog === 'pg_class' && !id.startsWith('column:')) {
      const column = this.names.columnId(row.oid, row.column);
      return column === undefined ? undefined : { id: column, parent: id };
    }
    return { id, parent: id };
  }

  addExtensionDependencies(dependencies: readonly Dependency[]): void {
    for (const d of dependencies) {
      if (d.type !== 'x') continue;
      const object = this.book.find(d.catalog, d.oid);
      const extension = this.book.find(d.referencedCatalog, d.referenced);
      if (object === undefined || extension === undefined) continue;
      const name = `${object} ON ${extension.slice('extension:'.length)}`;
      const id = objectId('extension-dependency', name);
      const schema = this.facts.get(object)?.schema;
      this.facts.set(id, {
        id,
        kind: 'extension-dependency',
        name,
        parent: object,
        ...(schema === undefined ? {} : { schema }),
        definition: { object, extension: extension.slice('extension:'.length) },
        needs: [object, extension],
      });
    }
  }
}

/** Joins facts with their edges, leaves out what was not asked for, and sorts. */
function finish(
  collected: Collection,
  edges: ReadonlyMap<ObjectId, Edges>,
  options: ReadOptions,
): ReadonlyMap<ObjectId, Fact> {
  const facts = new Map<ObjectId, Fact>();
  for (const id of [...collected.facts.keys()].sort()) {
    const { needs, ...fact } = collected.facts.get(id) as Growing;
    if (!isWanted(fact.schema, options)) continue;
    const recorded = edges.get(id);
    const dependsOn = new Set(recorded?.dependsOn);
    for (const need of needs) dependsOn.add(need);
    if (fact.parent !== undefined) dependsOn.add(fact.parent);
    if (fact.schema !== undefined && fact.kind !== 'schema')
      dependsOn.add(objectId('schema', quoteIdentifier(fact.schema)));
    dependsOn.delete(id);
    const finished = {
      ...fact,
      dependsOn: [...dependsOn].sort(),
      goesWith: [...(recorded?.goesWith ?? [])].sort(),
    };
    if (options.provenance?.isForeign(finished)) continue;
    facts.set(id, finished);
  }
  return facts;
}

function isWanted(schema: string | undefined, { schemas, exclude }: ReadOptions): boolean {
  if (schema === undefined) return true;
  return (schemas === undefined || schemas.includes(schema)) && exclude?.includes(schema) !== true;
}

/** Objects that `pg_depend` knows and no fact describes. */
async function readNotModelled(
  db: Queryable,
  dependencies: readonly Dependency[],
  book: AddressBook,
  catalogs: ReadonlyMap<number, CatalogName>,
): Promise<readonly NotModelled[]> {
  const classOf = new Map([...catalogs].map(([oid, name]) => [name, oid]));
  const unknown = new Map<string, [number, number]>();
  for (const { catalog, oid, type } of dependencies) {
    if (type === 'e' || book.find(catalog, oid) !== undefined) continue;
    unknown.set(`${catalog}/${oid}`, [classOf.get(catalog) ?? 0, oid]);
  }
  if (unknown.size === 0) return [];
  const pairs = [...unknown.values()];
  return db.query<NotModelled>(identifySql, [pairs.map(([c]) => c), pairs.map(([, o]) => o)]);
}
