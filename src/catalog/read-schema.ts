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
  type MemberRow,
  memberGrantsSql,
  membersSql,
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
  const chosen = options.roles ? [...readers, ...serverReaders] : readers;
  const ask = askAll(db, [sessionSql, rolesSql, catalogOidsSql, presentSql(chosen)]);
  const [session] = await ask<{ version: number; self: string }>();
  if (session === undefined) throw new StrataError('internal', 'the server did not tell its version');
  const { version, self } = session;
  if (version < 130000) {
    throw new StrataError('live', `PostgreSQL ${version / 10000} is too old to be read`, {
      hint: 'Strata reads PostgreSQL 13 and later.',
    });
  }
  const names = new Names(options.self ?? self);
  for (const { oid, name } of await ask<{ oid: number; name: string }>()) names.roles.set(oid, name);
  const catalogs = new Map(
    (await ask<{ oid: number; name: CatalogName }>()).map(({ oid, name }) => [oid, name]),
  );
  const [present] = await ask<Record<string, boolean>>();
  const wanted = chosen.filter((_, i) => present?.[`r${i}`] === true);

  const grants = [systemGrantsSql, ...(wanted.includes(extensions) ? [memberGrantsSql] : [])];
  const next = askAll(db, [
    membersSql,
    ...wanted.map((reader) => reader.sql(version)),
    commentsSql,
    securityLabelsSql,
    ...grants,
    dependenciesSql,
  ]);
  const collected = new Collection(names, version);
  for (const { catalog, oid } of await next<MemberRow>()) {
    collected.leaveOut(catalogs.get(catalog) ?? 'pg_unknown', oid);
  }
  for (const reader of wanted) {
    for (const row of await next()) {
      const drafts = reader.draft(row as never, names, version) ?? [];
      if (Array.isArray(drafts)) for (const draft of drafts) collected.add(draft);
      else collected.add(drafts as Draft);
    }
  }
  const [comments, labels] = [await next<RemarkRow>(), await next<RemarkRow>()];
  const strayGrants: NotModelled[] = [];
  for (const _ of grants) strayGrants.push(...(await next<NotModelled>()));
  const dependencies = readDependencies(await next<DependencyRow>(), catalogs);
  addInternals(dependencies, collected.book);
  for (const row of comments) collected.addRemark('comment', row);
  for (const row of labels) collected.addRemark('security-label', row);
  collected.addExtensionDependencies(dependencies);
  collected.addEdges(dependencies);
  const facts = finish(collected, options);
  const unknown = await identifyUnknown(db, dependencies, collected.book, catalogs);
  return { serverVersion: version, facts, notModelled: [...unknown, ...strayGrants] };
}

/**
 * Sends queries all at once, so that the server works on one while this process reads another, and hands out their rows in
 * the same order. Where one fails, those after it fail with it, and the first failure is the one that is met.
 */
function askAll(db: Queryable, texts: readonly string[]): <Row>() => Promise<readonly Row[]> {
  const answers = db.queryAll(texts);
  for (const answer of answers) answer.catch(() => {});
  let taken = 0;
  return async <Row>() => {
    taken += 1;
    return (await answers[taken - 1]) as readonly Row[];
  };
}

/** Which readers have something to read: one row, a boolean for each. */
function presentSql(chosen: readonly CatalogReader[]): string {
  return `SELECT ${chosen.map(({ presentIf }, i) => `${presentIf ?? 'true'} AS r${i}`).join(', ')}`;
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
