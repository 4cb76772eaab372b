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
  type NameRow,
  ownClassesSql,
  rolesSql,
  type SessionRow,
  sessionSql,
} from './queries/dependencies.sql.ts';
import { extensions } from './queries/extensions.sql.ts';
import { type IndexTextRow, indexTexts } from './queries/indexes.sql.ts';
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
  const [{ version, self } = { version: 0, self: '' }] = await db.query<SessionRow>(sessionSql);
  if (version < 130000) {
    throw new StrataError('live', `PostgreSQL ${Math.floor(version / 10_000)} is too old to be read`, {
      hint: 'Strata reads PostgreSQL 13 and later.',
    });
  }
  const names = new Names(options.self ?? self);
  const collected = new Collection(names, version);
  const dependencies: Dependencies[] = [];
  const questions = (reader: CatalogReader): readonly Question[] => {
    const question = {
      text: reader.sql(version),
      row: (row: never) => collected.addDrafts(reader.draft(row, names, version)),
      done: () => collected.sort(),
    };
    return reader.joinsAll ? without('nestloop', question) : [question];
  };

  const chosen = options.roles ? [...readers, ...serverReaders] : readers;
  const rare = chosen.filter(({ presentIf }) => presentIf !== undefined);
  const present = keeping<Record<string, boolean>>(presentSql(rare));
  const comments = keeping<RemarkRow>(commentsSql);
  const labels = keeping<RemarkRow>(securityLabelsSql);
  const systemGrants = keeping<NotModelled>(systemGrantsSql);
  const memberGrants = keeping<NotModelled>(memberGrantsSql);
  const strays = keeping<NotModelled>(straysSql(version));
  // What takes this process longest comes first, so that the server is not waited for.
  await db.ask([
    { text: rolesSql, row: (row: NameRow) => names.roles.set(row.oid, row.name) },
    { text: membersSql, row: (row: MemberRow) => collected.leaveOut(row) },
    { text: ownClassesSql, row: (row: NameRow) => names.rememberOwnClass(row.oid, row.name) },
    ...chosen.filter(({ presentIf }) => presentIf === undefined).flatMap(questions),
    { text: dependenciesSql, row: (row: DependencyRow) => dependencies.push(readDependencies(row)) },
    present,
  ]);

  const found = rare.filter((_, i) => present.rows[0]?.[`r${i}`] === true);
  const texts = {
    text: indexTexts.sql(names),
    row: (row: IndexTextRow) => collected.addDrafts(indexTexts.draft(row, names)),
  };
  let facts: ReadonlyMap<ObjectId, Fact> = new Map();
  await db.ask([
    ...found.flatMap(questions),
    ...(names.untold.size === 0 ? [] : [texts]),
    comments,
    {
      ...labels,
      // The server goes on meanwhile.
      done: () => {
        collected.addDependencies(dependencies);
        for (const row of comments.rows) collected.addRemark('comment', row);
        for (const row of labels.rows) collected.addRemark('security-label', row);
        facts = finish(collected, options);
      },
    },
    // Of the two largest catalogs only the few rows of the system's own matter.
    ...without('seqscan', systemGrants),
    ...(found.includes(extensions) ? without('seqscan', memberGrants) : []),
    strays,
  ]);
  const unknown = await identifyUnknown(db, dependencies, collected.book);
  return {
    serverVersion: version,
    facts,
    notModelled: [...unknown, ...systemGrants.rows, ...memberGrants.rows, ...strays.rows],
  };
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
function presentSql(readers: readonly CatalogReader[]): string {
  return `SELECT ${readers.map(({ presentIf }, i) => `${presentIf} AS r${i}`).join(', ')}`;
}

/**
 * Leaves out what was not asked for, sorts, and makes the facts anew in that order: those that are walked one after the other
 * lie side by side then, which halves the time of comparing them.
 */
function finish(collected: Collection, options: ReadOptions): ReadonlyMap<ObjectId, Fact> {
  const facts = new Map<ObjectId, Fact>();
  for (const growing of collected.sorted()) {
    const fact = { ...growing } as Fact;
    if (isWanted(fact.schema, options) && options.provenance?.isForeign(fact) !== true)
      facts.set(fact.id, fact);
  }
  return facts;
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
