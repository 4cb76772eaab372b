import type { Asked, Queryable } from '../db/queryable.ts';
import { StrataError } from '../model/errors.ts';
import type { ObjectId } from '../model/object-id.ts';
import type { Fact, NotModelled, Provenance, Schema } from '../model/schema.ts';
import { postgres13 } from '../postgres/versions.ts';
import type { AddressBook } from './address-book.ts';
import { Collection } from './collection.ts';
import { type Dependencies, type DependencyRow, readDependencies } from './dependencies.ts';
import { maskSecrets } from './masked-secrets.ts';
import { comments, type RemarkRow, securityLabels } from './queries/comments.sql.ts';
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
import { type IndexTextRow, indexTexts } from './queries/indexes.sql.ts';
import { localRoleSettings, memberGrants, strays, systemGrantsSql } from './queries/strays.sql.ts';
import { type CatalogName, type CatalogReader, Names, type Rare } from './reader.ts';
import { readers, serverReaders } from './readers.ts';
import { leaveColumnOrderOut } from './rows-of-functions.ts';

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
  /** `kept`: passwords are read as they are, since whoever asks has written them; else they are masked. */
  readonly secrets?: 'kept' | undefined;
}

/**
 * Reads what a database contains, in one read-only transaction with a stable view.
 * Objects of the system and of extensions are left out. What no reader knows is listed in `notModelled`, where it depends on more than
 * its schema or something depends on it.
 */
export async function readSchema(db: Queryable, options: ReadOptions = {}): Promise<Schema> {
  // Compiling these queries would take longer than running them.
  const settings = `SET LOCAL search_path = ''; SET LOCAL jit = off`;
  try {
    const [session] = await db.query<SessionRow>(
      `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${settings}; ${sessionSql}`,
    );
    const schema = await readInTransaction(db, session as SessionRow, options);
    await db.query('COMMIT');
    return schema;
  } catch (error) {
    // Where the connection is gone this fails too, and says less of why.
    await db.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

/** A reading under way: what is asked, and what the answers fill. */
interface Reading {
  readonly db: Queryable;
  readonly version: number;
  readonly options: ReadOptions;
  readonly names: Names;
  readonly collected: Collection;
  readonly dependencies: Dependencies[];
  readonly strays: readonly Rare[];
  /** What of the rare there is something to read of. */
  readonly found: Set<CatalogReader | Rare>;
}

async function readInTransaction(db: Queryable, session: SessionRow, options: ReadOptions): Promise<Schema> {
  const { version } = session;
  refuseOld(version);
  const names = new Names(options.self ?? session.self);
  const reading: Reading = {
    db,
    version,
    options,
    names,
    collected: new Collection(names, version),
    dependencies: [],
    strays: [...strays(version), ...(options.roles ? [localRoleSettings] : [])],
    found: new Set(),
  };
  await askCommon(reading);
  const { notModelled, ...facts } = await askRare(reading);
  const unknown = await identifyUnknown(db, reading.dependencies, reading.collected.book);
  return { serverVersion: version, ...facts, notModelled: inOrder([...unknown, ...notModelled]) };
}

function refuseOld(version: number): void {
  if (version >= postgres13) return;
  throw new StrataError('live', `PostgreSQL ${Math.floor(version / 10_000)} is too old to be read`, {
    hint: 'Strata reads PostgreSQL 13 and later.',
  });
}

function chosenReaders({ roles }: ReadOptions): readonly CatalogReader[] {
  return roles ? [...readers, ...serverReaders] : readers;
}

function questionsOf(reader: CatalogReader, { version, names, collected }: Reading): readonly Asked[] {
  const question = {
    text: reader.sql(version),
    row: (row: never) => collected.addDrafts(reader.draft(row, names, version)),
    done: () => collected.sort(),
  };
  return reader.joinsAll
    ? [planning('nestloop', 'off'), question, planning('nestloop', 'DEFAULT')]
    : [question];
}

/** Reads what every database has, and asks what else there is. */
async function askCommon(reading: Reading): Promise<void> {
  const { db, options, names, collected, dependencies, found } = reading;
  const chosen = chosenReaders(options);
  const common = chosen.filter(({ presentIf }) => presentIf === undefined);
  const rare = chosen.filter(({ presentIf }) => presentIf !== undefined);
  // What takes this process longest comes first, so that the server is not waited for.
  await db.ask([
    { text: rolesSql, row: (row: NameRow) => names.roles.set(row.oid, row.name) },
    { text: membersSql, row: (row: MemberRow) => collected.leaveOut(row) },
    { text: ownClassesSql, row: (row: NameRow) => names.rememberOwnClass(row.oid, row.name) },
    ...common.flatMap((reader) => questionsOf(reader, reading)),
    { text: dependenciesSql, row: (row: DependencyRow) => dependencies.push(readDependencies(row)) },
    presence([...rare, comments, securityLabels, memberGrants, ...reading.strays], found),
  ]);
}

/** Reads what few databases have, and makes facts of all that was read. */
async function askRare(reading: Reading): Promise<Pick<Schema, 'facts' | 'unasked' | 'notModelled'>> {
  const { db, options, names, collected, dependencies, found } = reading;
  const notModelled: NotModelled[] = [];
  const remarks: Remark[] = [];
  const remember = (kind: Remark['kind']) => (row: RemarkRow) => remarks.push({ kind, row });
  const tell = (row: NotModelled) => notModelled.push(row);
  const ifFound = (one: Rare, row: Asked['row']) => (found.has(one) ? [{ text: one.sql, row }] : []);
  const texts = {
    text: indexTexts.sql(names),
    row: (row: IndexTextRow) => collected.addDrafts(indexTexts.draft(row, names)),
  };
  let finished: Pick<Schema, 'facts' | 'unasked'> = { facts: new Map() };
  await db.ask([
    ...chosenReaders(options)
      .filter((reader) => found.has(reader))
      .flatMap((reader) => questionsOf(reader, reading)),
    ...(names.untold.size === 0 ? [] : [texts]),
    ...ifFound(comments, remember('comment')),
    ...ifFound(securityLabels, remember('security-label')),
    // Of the two largest catalogs only the few rows of the system's own matter.
    {
      ...planning('seqscan', 'off'),
      // All facts are there; the server goes on meanwhile.
      done: () => {
        collected.addDependencies(dependencies);
        for (const { kind, row } of remarks) collected.addRemark(kind, row);
        finished = finish(collected, options);
      },
    },
    { text: systemGrantsSql, row: tell },
    ...ifFound(memberGrants, tell),
    planning('seqscan', 'DEFAULT'),
    ...reading.strays.flatMap((stray) => ifFound(stray, tell)),
  ]);
  return { ...finished, notModelled };
}

interface Remark {
  readonly kind: 'comment' | 'security-label';
  readonly row: RemarkRow;
}

/** Takes one of its ways from the planner, or gives it back; it knows little of catalogs that have grown since they were counted. */
function planning(way: 'nestloop' | 'seqscan', value: 'off' | 'DEFAULT'): Asked {
  return { text: `SET LOCAL enable_${way} = ${value}`, row: () => {} };
}

/** Asks for which of these there is something to read: one row, a boolean for each. */
function presence<One extends Pick<CatalogReader, 'presentIf'>>(
  some: readonly One[],
  found: Set<One>,
): Asked {
  return {
    text: `SELECT ${some.map(({ presentIf }, i) => `${presentIf} AS r${i}`).join(', ')}`,
    row: (row: Record<string, boolean>) => {
      for (const [i, one] of some.entries()) if (row[`r${i}`] === true) found.add(one);
    },
  };
}

function inOrder(things: readonly NotModelled[]): readonly NotModelled[] {
  const key = ({ type, identity }: NotModelled) => `${type} ${identity}`;
  return [...things].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * Leaves out what was not asked for, sorts, and makes the facts anew in that order: those that are walked one after the other
 * lie side by side then, which halves the time of comparing them.
 */
function finish(collected: Collection, options: ReadOptions): Pick<Schema, 'facts' | 'unasked'> {
  const facts = new Map<ObjectId, Fact>();
  const unasked = new Map<ObjectId, Fact>();
  for (const growing of collected.sorted()) {
    const fact = { ...growing } as Fact;
    if (!isWanted(fact.schema, options)) unasked.set(fact.id, fact);
    else if (options.provenance?.isForeign(fact) !== true) facts.set(fact.id, fact);
  }
  leaveColumnOrderOut(facts);
  if (options.secrets !== 'kept') maskSecrets(facts);
  const isChoice = options.schemas !== undefined || options.exclude !== undefined;
  return isChoice ? { facts, unasked } : { facts };
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
