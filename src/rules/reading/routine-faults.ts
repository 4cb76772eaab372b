import { assumedName } from '../../model/migration.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { RoutineFault } from '../../model/routine-fault.ts';
import type { Subject } from '../../model/rule.ts';
import type { Fact, FactKind } from '../../model/schema.ts';
import { similarNames } from '../../model/similar-names.ts';
import {
  bareName,
  qualifiedName,
  quoteIdentifier,
  splitIdentifier,
  withoutSignature,
} from '../../postgres/identifier.ts';
import { splitList } from '../../postgres/lists.ts';
import { readUnresolvedName, type UnresolvedName } from '../../postgres/unresolved-name.ts';
import { walk } from '../../sql/nodes.ts';
import { parseSql, relationsRead } from '../../sql/parse.ts';
import { isSame, type Named, namedByIdentity } from '../../sql/relations.ts';
import { childrenOf, factsOf, isAssumed, isOwn } from './facts.ts';
import { type Loss, lossOf } from './lost-objects.ts';

/** What a routine misses, or finds twice, for sure. */
export interface SureFault {
  readonly fault: RoutineFault;
  readonly missing: UnresolvedName;
  /** The tables and views that the statement may have meant; of an ambiguity those that have such a column. */
  readonly tables: readonly Fact[];
  readonly loss: Loss | undefined;
  /** Names that are there and look alike, the nearest first. */
  readonly similar: readonly string[];
  /** Where else something of that name is; unquoted schemas. */
  readonly elsewhere: readonly string[];
}

const relationKinds: readonly FactKind[] = ['table', 'foreign-table', 'view', 'materialized-view'];

/**
 * Reads a fault; undefined where it may come from what a rehearsal has not: objects of a platform, of a stand-in or of other tools, or
 * another search_path.
 */
export function sureFault(subject: Subject, fault: RoutineFault): SureFault | undefined {
  const missing = readUnresolvedName(fault.message);
  if (missing === undefined) return undefined;
  if (missing.what === 'column') return sureColumn(subject, fault, missing);
  if (missing.what === 'operator') return sureOperator(fault, missing);
  if (missing.what === 'ambiguity') return sureAmbiguity(subject, fault, missing);
  const loss = lossOf(subject, missing, []);
  if (loss === undefined && subject.history.migrations.some(({ name }) => name === assumedName))
    return undefined;
  const told = { fault, missing, tables: [], loss };
  return missing.what === 'function'
    ? sureFunction(subject, told)
    : sureName(subject, told, missing.what === 'type' ? typeKinds : relationKinds);
}

type Told = Pick<SureFault, 'fault' | 'missing' | 'tables' | 'loss'>;

const typeKinds: readonly FactKind[] = [
  'enum',
  'domain',
  'composite-type',
  'range-type',
  'base-type',
  ...relationKinds,
];

/** Every table that the statement names has to be the history's own: one of a platform may have more columns where it counts. */
function sureColumn(subject: Subject, fault: RoutineFault, missing: UnresolvedName): SureFault | undefined {
  const tables = tablesMeant(subject, fault, missing);
  if (tables === undefined) return undefined;
  const columns = tables.flatMap((table) => childrenOf(subject, table.id, 'column'));
  const names = columns.map(({ name }) => bareName(name));
  // A view has no columns of its own here, and what is there in the end is no mistake.
  if (names.includes(missing.name) && tables.length === 1) return undefined;
  const loss = lossOf(
    subject,
    missing,
    tables.map(({ name }) => namedByIdentity(name)),
  );
  return { fault, missing, tables, loss, similar: similarNames(missing.name, names, 1), elsewhere: [] };
}

/** Columns of what is assumed are guesses. */
function sureAmbiguity(
  subject: Subject,
  fault: RoutineFault,
  missing: UnresolvedName,
): SureFault | undefined {
  const parsed = parseSql(fault.sql);
  const named = parsed.ok ? relationsRead(parsed.trees) : [];
  const found = relationKinds
    .flatMap((kind) => factsOf(subject, kind))
    .filter(({ name }) => named.some((one) => isSame(namedByIdentity(name), one)));
  if (found.some(({ name }) => isAssumed(subject, name))) return undefined;
  const tables = found.filter(({ id }) => columnNamed(subject, id, missing.name) !== undefined);
  return { fault, missing, tables, loss: undefined, similar: [], elsewhere: [] };
}

/** The column of a table that has this name, which is unquoted. */
export function columnNamed(subject: Subject, table: ObjectId, name: string): Fact | undefined {
  return childrenOf(subject, table, 'column').find((column) => bareName(column.name) === name);
}

/** Undefined where one of them is not the history's own, or is not known. */
function tablesMeant(
  subject: Subject,
  { sql, table }: RoutineFault,
  { of, name }: UnresolvedName,
): readonly Fact[] | undefined {
  const parsed = parseSql(sql);
  if (!parsed.ok) return undefined;
  const row = ownRelation(subject, namedByIdentity(table ?? ''));
  if (row !== undefined && [bareName(row.name), 'new', 'old'].includes(of ?? '') && usesOfRow(sql, name))
    return [row];
  const isTold = of !== undefined && ownRelation(subject, namedByIdentity(of)) !== undefined;
  let callsRows = false;
  walk(parsed.trees, (_, kind) => {
    callsRows ||= kind === 'RangeFunction';
  });
  const named: readonly Named[] = isTold ? [namedByIdentity(of)] : relationsRead(parsed.trees);
  if ((callsRows && !isTold) || (named.length === 0 && of !== undefined)) return undefined;
  const found = named.map((one) => ownRelation(subject, one));
  return found.every((fact) => fact !== undefined) ? found : undefined;
}

/** Whether NEW or OLD is asked for that column. */
function usesOfRow(sql: string, name: string): boolean {
  const folded = sql.replaceAll(/["\s()]/g, '').toLowerCase();
  return ['new', 'old'].some((row) => folded.includes(`${row}.${name.toLowerCase()}`));
}

function ownRelation(subject: Subject, named: Named): Fact | undefined {
  const found = relationKinds
    .flatMap((kind) => factsOf(subject, kind))
    .filter(({ name }) => isSame(namedByIdentity(name), named));
  return found.length > 0 && found.every(({ name }) => isOwn(subject, name) && !isAssumed(subject, name))
    ? found[0]
    : undefined;
}

/** A relation or a type. */
function sureName(subject: Subject, told: Told, kinds: readonly FactKind[]): SureFault | undefined {
  const { fault, missing, loss } = told;
  const there = kinds.flatMap((kind) => factsOf(subject, kind)).map(({ name }) => splitIdentifier(name));
  const path = missing.of === undefined ? schemasOf(fault.searchPath) : [missing.of];
  const named = there.filter(([, name]) => name === missing.name);
  const elsewhere = missing.of === undefined ? named.flatMap(([schema = '']) => schema) : [];
  if (elsewhere.length > 0 && !fault.hasOwnPath) return undefined;
  const near = there.filter(([schema = '']) => path.includes(schema)).flatMap(([, name]) => name ?? []);
  const similar = similarNames(missing.name, near, 1);
  const isSure = loss !== undefined || similar.length > 0 || elsewhere.length > 0;
  return isSure ? { ...told, similar, elsewhere } : undefined;
}

function sureFunction(subject: Subject, told: Told): SureFault | undefined {
  const { fault, missing, loss } = told;
  const standIns = new Set(subject.trace.standIns.map(({ extension }) => extension));
  if (fault.namesakes.some(({ extension }) => extension !== null && standIns.has(extension)))
    return undefined;
  if (!typesOf(missing).every((type) => isKnownType(subject, type))) return undefined;
  const path = missing.of === undefined ? ['pg_catalog', ...schemasOf(fault.searchPath)] : [missing.of];
  const [within, without] = [true, false].map((wanted) =>
    fault.namesakes.filter(({ schema }) => path.includes(schema) === wanted),
  );
  const elsewhere = missing.of === undefined ? (without ?? []).map(({ schema }) => schema) : [];
  if (elsewhere.length > 0 && !fault.hasOwnPath) return undefined;
  const own = [
    ...factsOf(subject, 'function'),
    ...factsOf(subject, 'procedure'),
    ...factsOf(subject, 'aggregate'),
  ]
    .filter(({ name }) => isOwnRoutine(subject, name))
    .map(({ name }) => splitIdentifier(withoutSignature(name)));
  const isTheirs = (schema: string, extension: string | null) =>
    schema === 'pg_catalog' ||
    extension !== null ||
    own.some(([ownSchema, name]) => ownSchema === schema && name === missing.name);
  if ((within ?? []).some(({ schema, extension }) => !isTheirs(schema, extension))) return undefined;
  const near = own.filter(([schema = '']) => path.includes(schema)).flatMap(([, name]) => name ?? []);
  const similar = (within ?? []).length > 0 ? [] : similarNames(missing.name, near, 1);
  const isSure =
    loss !== undefined || similar.length > 0 || elsewhere.length > 0 || (within ?? []).length > 0;
  return isSure ? { ...told, similar, elsewhere } : undefined;
}

function isOwnRoutine(subject: Subject, name: string): boolean {
  return isOwn(subject, name.replaceAll(', ', ','));
}

/** Of the server's own types alone it is known which operators they have. */
function sureOperator(fault: RoutineFault, missing: UnresolvedName): SureFault | undefined {
  const isSure = typesOf(missing).every((type) => builtIn.test(type) && type !== 'unknown');
  return isSure ? { fault, missing, tables: [], loss: undefined, similar: [], elsewhere: [] } : undefined;
}

function typesOf({ what, name, arguments: given }: UnresolvedName): readonly string[] {
  if (what === 'operator') return given.split(` ${name} `).map((type) => type.trim());
  return splitList(given.slice(1, -1)).filter((type) => type !== '');
}

const builtIn =
  /^(unknown|uuid|text|character( varying)?|"char"|name|boolean|smallint|integer|bigint|numeric|real|double precision|date|interval|bytea|jsonb?|inet|cidr|money|time(stamp)? with(out)? time zone|tsvector|tsquery|record|void|point|oid|int4range|int8range|numrange|daterange|ts(tz)?range)(\[\])?$/;

function isKnownType(subject: Subject, type: string): boolean {
  const wanted = namedByIdentity(type.replace(/\[\]$/, ''));
  const isIt = ({ name }: Fact) => isSame(namedByIdentity(name), wanted) && isOwn(subject, name);
  return builtIn.test(type) || typeKinds.some((kind) => factsOf(subject, kind).some(isIt));
}

function schemasOf(path: string): readonly string[] {
  return path.split(',').flatMap((part) => splitIdentifier(part)[0] ?? []);
}

/** As SQL writes the name that is missed. */
export function shownMissing({ what, of, name, arguments: given }: UnresolvedName): string {
  if (what === 'column' || of === undefined) return `${quoteIdentifier(name)}${given}`;
  return `${qualifiedName(of, name)}${given}`;
}
