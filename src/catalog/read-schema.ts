import type { Queryable, Question } from '../db/queryable.ts';
import { StrataError } from '../model/errors.ts';
import type { ObjectId } from '../model/object-id.ts';
import type { Fact, NotModelled, Provenance, Schema } from '../model/schema.ts';
import type { AddressBook } from './address-book.ts';
import { Collection } from './collection.ts';
import { type Dependencies, type DependencyRow, readDependencies } from './dependencies.ts';
import { commentsSql, type RemarkRow, securityLabelsSql } from './queries/comments.sql.ts';
import {
  dependenciesSql,
  identifySql,
  type MemberRow,
  membersSql,
  ownClassesSql,
  rolesSql,
  sessionSql,
} from './queries/dependencies.sql.ts';
import { extensions } from './queries/extensions.sql.ts';
import { indexTexts } from './queries/indexes.sql.ts';
import { memberGrantsSql, straysSql, systemGrantsSql } from './queries/strays.sql.ts';
import { type CatalogName, type CatalogReader, Names } from './reader.ts';
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
  // Compiling these queries would take longer than running them.
  const settings = `SET LOCAL search_path = ''; SET LOCAL jit = off`;
  await db.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${settings}`);
  try {
    return await readInTransaction(db, options);
  } finally {
    await db.query('COMMIT');
  }
}

async function readInTransaction(db: Queryable, options: ReadOptions): Promise<Schema> {
  const chosen = options.roles ? [...readers, ...serverReaders] : readers;
  const session = keeping<{ version: number; self: string }>(sessionSql);
  const roles = keeping<{ oid: number; name: string }>(rolesSql);
  const ownClasses = keeping<{ oid: number; name: string }>(ownClassesSql);
  const present = keeping<Record<string, boolean>>(presentSql(chosen));
  await db.ask([session, roles, ownClasses, present]);

  const [{ version, self } = { version: 0, self: '' }] = session.rows;
  if (version < 130000) {
    throw new StrataError('live', `PostgreSQL ${Math.floor(version / 10_000)} is too old to be read`, {
      hint: 'Strata reads PostgreSQL 13 and later.',
    });
  }
  const names = new Names(options.self ?? self);
  for (const { oid, name } of roles.rows) names.roles.set(oid, name);
  for (const { oid, name } of ownClasses.rows) names.rememberOwnClass(oid, name);
  const wanted = chosen.filter((_, i) => present.rows[0]?.[`r${i}`] === true);

  const collected = new Collection(names, version);
  const dependencies: Dependencies[] = [];
  const grants = [
    keeping<NotModelled>(systemGrantsSql),
    ...(wanted.includes(extensions) ? [keeping<NotModelled>(memberGrantsSql)] : []),
  ];
  const strays = keeping<NotModelled>(straysSql(version));
  await db.ask([
    {
      text: membersSql,
      row: (row: MemberRow) => collected.leaveOut(row),
    },
    ...wanted.flatMap((reader) => {
      const question = {
        text: reader.sql(version),
        row: (row: never) => collected.addDrafts(reader.draft(row, names, version)),
        done: () => collected.sort(),
      };
      return reader.joinsAll ? without('nestloop', question) : [question];
    }),
    {
      text: dependenciesSql,
      row: (row: DependencyRow) => dependencies.push(readDependencies(row)),
      done: () => collected.addDependencies(dependencies),
    },
    { text: commentsSql, row: (row: RemarkRow) => collected.addRemark('comment', row) },
    { text: securityLabelsSql, row: (row: RemarkRow) => collected.addRemark('security-label', row) },
    // Of the two largest catalogs only the few rows of the system's own matter.
    ...grants.flatMap((question) => without('seqscan', question)),
    strays,
  ]);
  for (const row of await tellIndexes(db, names)) collected.addDrafts(indexTexts.draft(row, names));
  const facts = finish(collected, options);
  const unknown = await identifyUnknown(db, dependencies, collected.book);
  return {
    serverVersion: version,
    facts,
    notModelled: [...unknown, ...[...grants, strays].flatMap(({ rows }) => rows)],
  };
}

async function tellIndexes(
  db: Queryable,
  { untold }: Names,
): Promise<readonly { oid: number; definition: string }[]> {
  return untold.size === 0 ? [] : await db.query(indexTexts.sql, [[...untold.keys()]]);
}

/** A question that the planner answers without one of its ways; it knows little of catalogs that have grown since they were counted. */
function without(way: 'nestloop' | 'seqscan', question: Question): Question[] {
  const set = (value: string) => ({ text: `SET LOCAL enable_${way} = ${value}`, row: () => {} });
  return [set('off'), question, set('DEFAULT')];
}

/** A question whose few rows are kept. */
function keeping<Row>(text: string): Question & { readonly rows: readonly Row[] } {
  const rows: Row[] = [];
  return { text, rows, row: (row: Row) => rows.push(row) };
}

/** Which readers have something to read: one row, a boolean for each. */
function presentSql(chosen: readonly CatalogReader[]): string {
  return `SELECT ${chosen.map(({ presentIf }, i) => `${presentIf ?? 'true'} AS r${i}`).join(', ')}`;
}

/**
 * Leaves out what was not asked for, sorts, and makes the facts anew in that order: those that are walked one after the other
 * lie side by side then, which halves the time of comparing them.
 */
function finish(collected: Collection, options: ReadOptions): ReadonlyMap<ObjectId, Fact> {
  const facts = new Map<ObjectId, Fact>();
  for (const growing of collected.sorted()) {
    sortFew(growing.dependsOn);
    sortFew(growing.goesWith);
    const fact = { ...growing } as Fact;
    if (isWanted(fact.schema, options) && options.provenance?.isForeign(fact) !== true)
      facts.set(fact.id, fact);
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
  dependencies: readonly Dependencies[],
  book: AddressBook,
): Promise<readonly NotModelled[]> {
  const unknown = new Map<string, [CatalogName, number]>();
  for (const { catalog, type, objects } of dependencies) {
    for (const oid of type === 'e' ? [] : objects) {
      if (book.find(catalog, oid) === undefined) unknown.set(`${catalog}/${oid}`, [catalog, oid]);
    }
  }
  if (unknown.size === 0) return [];
  const pairs = [...unknown.values()];
  return await db.query<NotModelled>(identifySql, [pairs.map(([c]) => c), pairs.map(([, o]) => o)]);
}
