import type { Queryable } from '../db/queryable.ts';
import { StrataError } from '../model/errors.ts';
import type { ObjectId } from '../model/object-id.ts';
import type { Fact, NotModelled, Provenance, Schema } from '../model/schema.ts';
import type { AddressBook } from './address-book.ts';
import { Collection, type Growing } from './collection.ts';
import { addInternals, type Dependencies, type DependencyRow, readDependencies } from './dependencies.ts';
import { commentsSql, type RemarkRow, securityLabelsSql } from './queries/comments.sql.ts';
import {
  catalogOidsSql,
  dependenciesSql,
  identifySql,
  memberGrantsSql,
  rolesSql,
  sessionSql,
  systemGrantsSql,
} from './queries/dependencies.sql.ts';
import { extensions } from './queries/extensions.sql.ts';
import { type CatalogName, type CatalogReader, type Draft, Names } from './reader.ts';
import { readers, serverReaders } from './readers.ts';

export interface ReadOptions {
  /** Only these schemas, unquoted; what lives in no schema is read all the same. */
  readonly schemas?: readonly string[] | undefined;
  /** Not these schemas. */
  readonly exclude?: readonly string[] | undefined;
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
  const { version } = session;
  const chosen = options.roles ? [...readers, ...serverReaders] : readers;
  const [roles, catalogNames, present] = await Promise.all([
    db.query<{ oid: number; name: string }>(rolesSql),
    db.query<{ oid: number; name: CatalogName }>(catalogOidsSql),
    db.query<Record<string, boolean>>(presentSql(chosen)),
  ]);
  const names = new Names(options.self ?? session.self);
  for (const { oid, name } of roles) names.roles.set(oid, name);
  const catalogs = new Map(catalogNames.map(({ oid, name }) => [oid, name]));
  const wanted = chosen.filter((_, i) => present[0]?.[`r${i}`] === true);
  const ask = askAhead(db);
  const asked = wanted.map((reader) => ({ reader, rows: ask<unknown>(reader.sql(version)) }));
  const dependencyRows = ask<DependencyRow>(dependenciesSql);
  const comments = ask<RemarkRow>(commentsSql);
  const labels = ask<RemarkRow>(securityLabelsSql);
  const strayGrants = [
    ask<NotModelled>(systemGrantsSql),
    ...(wanted.includes(extensions) ? [ask<NotModelled>(memberGrantsSql)] : []),
  ];

  const drafts: Draft[] = [];
  for (const { reader, rows } of asked) {
    for (const row of await rows) pushDrafts(drafts, reader, row, names, version);
  }
  const dependencies = readDependencies(await dependencyRows, catalogs);
  const collected = new Collection(names, version);
  collected.leaveOut(dependencies);
  for (const draft of drafts) collected.add(draft);
  addInternals(dependencies, collected.book);
  for (const row of await comments) collected.addRemark('comment', row);
  for (const row of await labels) collected.addRemark('security-label', row);
  collected.addExtensionDependencies(dependencies);
  collected.addEdges(dependencies);
  const facts = finish(collected, options);
  const unknown = await identifyUnknown(db, dependencies, collected.book, catalogs);
  return {
    serverVersion: version,
    facts,
    notModelled: [...unknown, ...(await Promise.all(strayGrants)).flat()],
  };
}

/**
 * Sends queries without waiting for the answers of those before, so that the server works on one while this process reads
 * another. Where one fails, those after it fail with it, and the first failure is the one that is met.
 */
function askAhead(db: Queryable): <Row>(sql: string) => Promise<readonly Row[]> {
  return (sql) => {
    const answer = db.query<never>(sql);
    answer.catch(() => {});
    return answer;
  };
}

/** Which readers have something to read: one row, a boolean for each. */
function presentSql(chosen: readonly CatalogReader[]): string {
  return `SELECT ${chosen.map(({ presentIf }, i) => `${presentIf ?? 'true'} AS r${i}`).join(', ')}`;
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
    sortFew(growing.dependsOn);
    sortFew(growing.goesWith);
    const fact = growing as Fact;
    if (isWanted(fact.schema, options) && options.provenance?.isForeign(fact) !== true) facts.set(id, fact);
  }
  return facts;
}

/** Most facts depend on a handful: setting up the engine's own sort costs more than the sorting. */
function sortFew(ids: ObjectId[]): void {
  if (ids.length > 12) {
    ids.sort();
    return;
  }
  for (let i = 1; i < ids.length; i += 1) {
    const id = ids[i] as ObjectId;
    let at = i;
    for (; at > 0 && (ids[at - 1] as ObjectId) > id; at -= 1) ids[at] = ids[at - 1] as ObjectId;
    ids[at] = id;
  }
}

function isWanted(schema: string | undefined, { schemas, exclude }: ReadOptions): boolean {
  if (schema === undefined) return true;
  return (schemas === undefined || schemas.includes(schema)) && exclude?.includes(schema) !== true;
}

/** Objects that `pg_depend` knows and no fact describes. */
async function identifyUnknown(
  db: Queryable,
  { types, catalogs: catalogNames, objects }: Dependencies,
  book: AddressBook,
  catalogs: ReadonlyMap<number, CatalogName>,
): Promise<readonly NotModelled[]> {
  const classOf = new Map([...catalogs].map(([oid, name]) => [name, oid]));
  const unknown = new Map<string, [number, number]>();
  for (let i = 0; i < types.length; i += 1) {
    const [catalog, oid] = [catalogNames[i] as CatalogName, objects[i] as number];
    if (types[i] === 'e' || book.find(catalog, oid) !== undefined) continue;
    unknown.set(`${catalog}/${oid}`, [classOf.get(catalog) ?? 0, oid]);
  }
  if (unknown.size === 0) return [];
  const pairs = [...unknown.values()];
  return await db.query<NotModelled>(identifySql, [pairs.map(([c]) => c), pairs.map(([, o]) => o)]);
}
