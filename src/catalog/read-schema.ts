import type { Queryable } from '../db/queryable.ts';
import { StrataError } from '../model/errors.ts';
import type { ObjectId } from '../model/object-id.ts';
import type { Fact, NotModelled, Provenance, Schema } from '../model/schema.ts';
import type { AddressBook } from './address-book.ts';
import { Collection, type Growing } from './collection.ts';
import { addInternals, type Dependency, readDependencies } from './dependencies.ts';
import { commentsSql, type RemarkRow, securityLabelsSql } from './queries/comments.sql.ts';
import {
  catalogOidsSql,
  identifySql,
  rolesSql,
  sessionSql,
  systemGrantsSql,
} from './queries/dependencies.sql.ts';
import { type CatalogName, type CatalogReader, type Draft, Names } from './reader.ts';
import { readers, serverReaders } from './readers.ts';

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
  const drafts = await readDrafts(
    db,
    session.version,
    names,
    options.roles ? [...readers, ...serverReaders] : readers,
  );
  const dependencies = await readDependencies(db, catalogs);
  const collected = new Collection(names, session.version);
  collected.leaveOut(dependencies);
  for (const draft of drafts) collected.add(draft);
  addInternals(dependencies, collected.book);
  for (const row of await db.query<RemarkRow>(commentsSql)) collected.addRemark('comment', row);
  for (const row of await db.query<RemarkRow>(securityLabelsSql)) collected.addRemark('security-label', row);
  collected.addExtensionDependencies(dependencies);
  collected.addEdges(dependencies);
  const facts = finish(collected, options);
  const notModelled = await readNotModelled(db, dependencies, collected.book, catalogs);
  return {
    serverVersion: session.version,
    facts,
    notModelled: [...ownBesidesInherited(facts), ...notModelled],
  };
}

/** Runs the readers that have something to read. */
async function readDrafts(
  db: Queryable,
  version: number,
  names: Names,
  chosen: readonly CatalogReader[],
): Promise<Draft[]> {
  const asked = chosen.map(({ presentIf }, i) => `${presentIf ?? 'true'} AS r${i}`);
  const [present] = await db.query<Record<string, boolean>>(`SELECT ${asked.join(', ')}`);
  const drafts: Draft[] = [];
  for (const [i, reader] of chosen.entries()) {
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

/** Leaves out what was not asked for, and sorts. */
function finish(collected: Collection, options: ReadOptions): ReadonlyMap<ObjectId, Fact> {
  const facts = new Map<ObjectId, Fact>();
  for (const id of [...collected.facts.keys()].sort()) {
    const growing = collected.facts.get(id) as Growing;
    growing.dependsOn.sort();
    growing.goesWith.sort();
    const fact = growing as Fact;
    if (isWanted(fact.schema, options) && options.provenance?.isForeign(fact) !== true) facts.set(id, fact);
  }
  return facts;
}

function isWanted(schema: string | undefined, { schemas, exclude }: ReadOptions): boolean {
  if (schema === undefined) return true;
  return (schemas === undefined || schemas.includes(schema)) && exclude?.includes(schema) !== true;
}

/** Whether a child has a column of its own besides the one that it inherits is read, and not compared. */
function ownBesidesInherited(facts: ReadonlyMap<ObjectId, Fact>): readonly NotModelled[] {
  const type = 'own copy of an inherited column';
  return [...facts.values()]
    .filter(({ kind, remarks }) => kind === 'column' && remarks?.own === true)
    .map(({ name }) => ({ type, identity: name }));
}

/** Objects that `pg_depend` knows and no fact describes, and grants that no kind writes. */
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
  const pairs = [...unknown.values()];
  const objects =
    pairs.length === 0
      ? []
      : await db.query<NotModelled>(identifySql, [pairs.map(([c]) => c), pairs.map(([, o]) => o)]);
  return [...objects, ...(await db.query<NotModelled>(systemGrantsSql))];
}
