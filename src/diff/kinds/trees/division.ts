import { nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import { once } from '../../../model/once.ts';
import type { Fact } from '../../../model/schema.ts';
import {
  areHeldBy,
  type Bound,
  type KeyTypes,
  mayShareRows,
  readBound,
} from '../../../postgres/partition-bounds.ts';
import { belonging } from '../../../postgres/partition-condition.ts';
import { readPartitionKey } from '../../../postgres/partition-key.ts';
import { isComparable } from '../../../postgres/types/type-change.ts';
import { lossOf } from '../../../postgres/types/type-loss.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { followsReplaced } from '../columns/column-type.ts';
import { typeOfValues } from '../types/value-type.ts';
import {
  columnsInKey,
  linksOfPartitions,
  linksOfPartitionsBefore,
  siblingsOf,
  wholeOf,
} from './partitions.ts';

// How a partitioned table divides its rows before and after the change. Each partition is told by what links it to its table.

/**
 * What is true of the rows that belong to a partition after the change; undefined where only PostgreSQL knows. `among` are the
 * partitions that they may belong to otherwise: all of them where nothing is known.
 */
export function belongingTo(
  link: Fact,
  context: Context,
  among: readonly Fact[] = linksOfPartitions(wholeOf(link) as ObjectId, context),
): string | undefined {
  const { name, definition } = context.to.facts.get(wholeOf(link) as ObjectId) as Fact;
  const bound = boundOf(link);
  const others = bound.kind === 'default' ? among.map(boundOf) : [];
  return belonging({ name, key: String(definition.partitionKey) }, bound, others);
}

/** The default partition beside another, where it is there before and after. */
export function restBeside(link: Fact, context: Context): Fact | undefined {
  return siblingsOf(link, context).find((other) => {
    const was = context.from.facts.get(other.id);
    return isRest(other) && was !== undefined && isRest(was) && !context.isCreated(other.parent!);
  });
}

/** Whether the default partition may hold rows before the change that belong to another one after it. */
export function mayComeFromRest(link: Fact, context: Context): boolean {
  if (isDividedAnew(link, context)) return true;
  const before = linksOfPartitionsBefore(wholeOf(link) as ObjectId, context);
  return !areHeldBy(boundOf(link), before.map(boundOf), typesOfKey(link, context));
}

/** The partitions to which rows of one may belong after the change, without itself. */
export function inheritorsOf(link: Fact, context: Context): readonly Fact[] {
  const others = siblingsOf(link, context);
  const was = context.from.facts.get(link.id);
  if (was === undefined || isDividedAnew(link, context)) return others;
  const types = typesOfKey(link, context);
  const near = others.filter((other) => mayShareRows(boundOf(was), boundOf(other), types));
  return areHeldAmong([link, ...near], link, context) ? near.filter((other) => !isRest(other)) : near;
}

/** The partitions to which rows of one that goes for good may belong after the change, and did not before. */
export function takersOf(link: Fact, context: Context): readonly Fact[] {
  if (isDividedAnew(link, context)) return [];
  const types = typesOfKey(link, context);
  return linksOfPartitions(wholeOf(link) as ObjectId, context)
    .filter((other) => mayShareRows(boundOf(link), boundOf(other), types))
    .filter((other) => isRest(other) || !gainsNothing(other, context));
}

/** Whether all rows of a partition belong to one of these after the change, the default one aside. */
export function areHeldAmong(others: readonly Fact[], link: Fact, context: Context): boolean {
  const was = context.from.facts.get(link.id);
  if (was === undefined || isDividedAnew(link, context)) return false;
  return areHeldBy(boundOf(was), others.map(boundOf), typesOfKey(link, context));
}

/** Whether all rows that a partition has before the change belong to it after it. */
export function losesNothing(link: Fact, context: Context): boolean {
  return compares(link, context, (was, is, types) => areHeldBy(was, [is], types));
}

/** Whether all rows that belong to a partition after the change did so before. */
export function gainsNothing(link: Fact, context: Context): boolean {
  const isEmptied = context.isCreated(link.parent!);
  return !isEmptied && compares(link, context, (was, is, types) => areHeldBy(is, [was], types));
}

/** Whether a table is a partition of the same table before and after, and what is said of its bounds then holds. */
function compares(
  link: Fact,
  context: Context,
  holds: (was: Bound, is: Bound, types: KeyTypes) => boolean,
): boolean {
  const was = context.from.facts.get(link.id);
  if (was === undefined || hasChanged(was, link, 'of')) return false;
  return !isDividedAnew(link, context) && holds(boundOf(was), boundOf(link), typesOfKey(link, context));
}

/** Whether the partitioned table gets another key, or the values of its key compare otherwise. */
function isDividedAnew(link: Fact, context: Context): boolean {
  const whole = wholeOf(link)!;
  const [was, is] = [context.from, context.to].map(({ facts }) => facts.get(whole));
  if (was === undefined || is === undefined || hasChanged(was, is, 'partitionKey')) return true;
  return columnsInKey(whole, context.to).some((name) => {
    const id = objectId('column', `${nameOf(whole)}.${name}`);
    const [before, after] = [context.from.facts.get(id), context.to.facts.get(id)!];
    return isOrderedAnew(before, after, context) || (isHashed(is) && hashesOtherwise(before!, after));
  });
}

/** Whether a partitioned table divides its rows by hashes, which it alone knows. */
export function isHashed({ definition }: Fact): boolean {
  return readPartitionKey(String(definition.partitionKey)).strategy === 'HASH';
}

/** Whether a table's partitions take every hash. */
export function areWhole(links: readonly Fact[]): boolean {
  return areHeldBy({ kind: 'hash', modulus: 1, remainder: 0 }, links.map(boundOf), []);
}

/** Whether ranges follow one another from the lowest value to the highest, and no row is without one. */
export function reachFromEndToEnd(links: readonly Fact[], whole: Fact, context: Context): boolean {
  const { strategy, parts } = readPartitionKey(String(whole.definition.partitionKey));
  if (strategy !== 'RANGE') return false;
  const columns = columnsOfKey(whole, context);
  if (!columns.every((column) => column?.definition.notNull === true)) return false;
  const ends = { first: parts.map(() => 'MINVALUE'), last: parts.map(() => 'MAXVALUE') };
  const types = columns.map((column) => column && typeOfValues(column, context.to));
  return areHeldBy({ kind: 'range', ...ends }, links.map(boundOf), types);
}

/** A day and its midnight are equal, but of two hashes. */
function hashesOtherwise(was: Fact, is: Fact): boolean {
  return (was.definition.type === 'date') !== (is.definition.type === 'date');
}

/** Whether the values of a column get another order, or are others. */
function isOrderedAnew(was: Fact | undefined, is: Fact, context: Context): boolean {
  if (was === undefined || hasChanged(was, is, 'collation') || followsReplaced(is, context)) return true;
  const [old, type] = [typeOfValues(was, context.from), typeOfValues(is, context.to)];
  return !isComparable(old, type) || lossOf(old, type, '') !== undefined;
}

/** The columns by which a table divides its rows after the change; undefined for expressions. */
function columnsOfKey({ id, definition }: Fact, { to }: Context): readonly (Fact | undefined)[] {
  const { parts } = readPartitionKey(String(definition.partitionKey));
  return parts.map(({ column }) => to.facts.get(objectId('column', `${nameOf(id)}.${column}`)));
}

function typesOfKey(link: Fact, context: Context): KeyTypes {
  const whole = context.to.facts.get(wholeOf(link)!)!;
  return columnsOfKey(whole, context).map((column) => column && typeInKey(column, context));
}

/** The type of a column in a key; undefined where its collation takes texts that differ for equal. */
function typeInKey(column: Fact, { to }: Context): string | undefined {
  const collation = to.facts.get(objectId('collation', String(column.definition.collation)));
  if (collation?.definition.nondeterministic === true) return undefined;
  const type = typeOfValues(column, to);
  return to.facts.has(objectId('enum', type)) ? 'enum' : type;
}

/** Whether a link is that of a default partition. */
export function isRest({ definition }: Fact): boolean {
  return definition.bound === 'DEFAULT';
}

/** Each partition's bound is compared with those of all others. */
const boundOf = once(({ definition }: Fact) => readBound(String(definition.bound)));
