import { kindOf, nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import { byPosition, type Fact, type Schema } from '../../../model/schema.ts';
import { lastPart } from '../../../postgres/identifier.ts';
import {
  belonging,
  columnsOfKey,
  holdsAllOf,
  type KeyTypes,
  mayShareRows,
} from '../../../postgres/partition-bounds.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { followsReplaced } from '../columns/column-type.ts';
import { isComparable } from '../types/type-change.ts';
import { lossOf } from '../types/type-loss.ts';
import { valueType } from '../types/value-type.ts';
import {
  columnsInKey,
  isReferredTo,
  linksBelow,
  linksOfPartitions,
  partitionsBefore,
  siblingsOf,
  wholeOf,
  wholesAbove,
} from './partitions.ts';

/** Rows that go from one partition to another; each is told by what links it to its table. */
export interface Move {
  readonly from: Fact;
  readonly to: Fact;
  /** What is true of the rows. */
  readonly condition: string;
}

/**
 * The moves before a table is attached, which fails otherwise: a partition that comes back with another bound gives away the rows
 * that belong to others now, and the default partition those that belong to a new one.
 * https://www.postgresql.org/docs/18/ddl-partitioning.html
 */
export function movesBefore(link: Fact, context: Context): readonly Move[] {
  const rest = gainsNothing(link, context) ? undefined : restBeside(link, context);
  const stays = rest !== undefined && !context.isCreated(rest.id);
  const heirs = heirsOf(link, context);
  const leaving = heirs.flatMap((to) => moveBetween(link, to, context));
  return [
    // Rows that stay where they do not belong stop the others too.
    ...(leaving.length === heirs.length ? leaving : []),
    ...(stays && !isReferredToAbove(rest, context) ? moveBetween(rest, link, context) : []),
  ];
}

/** What has to be there before rows can move: the tables that they go to, with their columns and partitions. */
export function neededForMoves(link: Fact, context: Context): readonly ObjectId[] {
  return movesBefore(link, context).flatMap(({ to }) => {
    const table = to.parent as ObjectId;
    const links = linksBelow(table, context);
    const tables = [table, ...links.map(({ parent }) => parent as ObjectId)];
    const columns = tables.flatMap((id) => columnsOf(id, context));
    return [...tables, ...[...columns, ...links].map(({ id }) => id)];
  });
}

/** Moves rows as PostgreSQL does when the values that they are partitioned by change. */
export function moveRows({ from, to, condition }: Move, context: Context): string {
  const columns = columnsOf(to.parent as ObjectId, context)
    .filter(({ definition }) => definition.generated === undefined)
    .map(({ id }) => lastPart(id))
    .join(', ');
  const hasIdentity = columnsOf(wholeOf(to) as ObjectId, context).some(
    ({ definition }) => definition.identity !== undefined,
  );
  return `WITH moved AS (
  DELETE FROM ${from.name} WHERE ${condition}
  RETURNING ${columns}
)
INSERT INTO ${to.name} (${columns})${hasIdentity ? ' OVERRIDING SYSTEM VALUE' : ''}
SELECT ${columns} FROM moved`;
}

/** What is true of the rows that belong to a partition after the change; undefined where only PostgreSQL knows. */
export function belongingTo(link: Fact, context: Context): string | undefined {
  const whole = wholeOf(link) as ObjectId;
  const { name, definition } = context.to.facts.get(whole) as Fact;
  const bounds = linksOfPartitions(whole, context).map((other) => String(other.definition.bound));
  const others = bounds.filter((bound) => bound !== 'DEFAULT');
  return belonging({ name, key: String(definition.partitionKey) }, String(link.definition.bound), others);
}

/** The default partition beside another, where it is there before and after. */
export function restBeside(link: Fact, context: Context): Fact | undefined {
  return siblingsOf(link, context).find(
    ({ id, parent, definition }) =>
      definition.bound === 'DEFAULT' && context.from.facts.has(id) && !context.isCreated(parent!),
  );
}

/** The partitions that rows of one may belong to when it comes back. */
function heirsOf(link: Fact, context: Context): readonly Fact[] {
  const was = context.from.facts.get(link.id);
  const comesBack = context.isCreated(link.id) && !context.isCreated(link.parent!);
  if (!comesBack || was === undefined || hasChanged(was, link, 'of') || losesNothing(link, context))
    return [];
  const isAnew = isDividedAnew(link, context);
  const types = typesOfKey(link, context);
  return siblingsOf(link, context).filter(
    (other) => !gainsNothing(other, context) && (isAnew || mayShareRows(boundOf(was), boundOf(other), types)),
  );
}

/** Whether all rows of a partition belong to it after the change. */
export function losesNothing(link: Fact, context: Context): boolean {
  return comparesAs(link, context, (was, is, types) => holdsAllOf(is, was, types));
}

/** Whether all rows that belong to a partition after the change did so before. */
export function gainsNothing(link: Fact, context: Context): boolean {
  return comparesAs(link, context, holdsAllOf);
}

/** Whether a table is a partition of the same table before and after, and what is said of its bounds then holds. */
function comparesAs(
  link: Fact,
  context: Context,
  holds: (was: string, is: string, types: KeyTypes) => boolean,
): boolean {
  const was = context.from.facts.get(link.id);
  if (was === undefined || context.isCreated(link.parent!) || hasChanged(was, link, 'of')) return false;
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
    return comparesOtherwise(before, after, context) || (isHashed(is) && hashesOtherwise(before!, after));
  });
}

function isHashed({ definition }: Fact): boolean {
  return String(definition.partitionKey).startsWith('HASH');
}

/** A day and its midnight are equal, but of two hashes. */
function hashesOtherwise(was: Fact, is: Fact): boolean {
  return (was.definition.type === 'date') !== (is.definition.type === 'date');
}

/** Whether the values of a column get another order, or are others. */
function comparesOtherwise(was: Fact | undefined, is: Fact, context: Context): boolean {
  if (was === undefined || hasChanged(was, is, 'collation') || followsReplaced(is, context)) return true;
  const [old, type] = [typeOf(was, context.from), typeOf(is, context.to)];
  return !isComparable(old, type) || lossOf(old, type, '') !== undefined;
}

function typesOfKey(link: Fact, context: Context): KeyTypes {
  const { id, definition } = context.to.facts.get(wholeOf(link)!)!;
  return columnsOfKey(String(definition.partitionKey)).map((name) => {
    const column = context.to.facts.get(objectId('column', `${nameOf(id)}.${name}`));
    return column && typeOf(column, context.to);
  });
}

function typeOf({ definition }: Fact, schema: Schema): string {
  return valueType(String(definition.type), schema);
}

function boundOf({ definition }: Fact): string {
  return String(definition.bound);
}

/** Whether deleting a row may delete or change what refers to it. */
function isReferredToAbove(link: Fact, context: Context): boolean {
  return wholesAbove(link, context).some((id) => isReferredTo(id, context));
}

/**
 * Empty where rows would not arrive as they left, or where more would happen than that they move: other databases, rules and triggers
 * may turn them into something else, policies may hide them, and what refers to them may go with them.
 */
function moveBetween(from: Fact, to: Fact, context: Context): readonly Move[] {
  const [source, target] = [from.parent as ObjectId, to.parent as ObjectId];
  const condition = belongingTo(to, context);
  const left = [source, ...partitionsBefore(source, context)];
  const reached = [target, ...linksBelow(target, context).map(({ parent }) => parent as ObjectId)];
  const above = [...wholesAbove(from, context), wholeOf(to) as ObjectId];
  const isPlain = [...left, ...reached, ...above].every(
    (id) => kindOf(id) === 'table' && !hasRowActions(id, actsBefore, context),
  );
  // What is detached meanwhile is not reached by the triggers of the tables above.
  const deletedAbove = context.isCreated(from.id) ? [] : above;
  const insertedAbove = gainsFrom(from, to, context) ? [] : above;
  const isUnheard =
    !left.some((id) => hasRowActions(id, actsOnDelete, context)) &&
    !deletedAbove.some((id) => hasRowActions(id, actsOnEachDelete, context)) &&
    !reached.some((id) => hasRowActions(id, actsOnInsert, context)) &&
    !insertedAbove.some((id) => hasRowActions(id, actsOnEachInsert, context));
  const isHidden = [source, target].some((id) => hidesRows(id, context));
  const isReferred = left.some((id) => isReferredTo(id, context));
  return isPlain && isUnheard && !isHidden && !isReferred && condition !== undefined
    ? [{ from, to, condition }]
    : [];
}

/** Whether rows go from the default partition to one that is attached after that. */
function gainsFrom(from: Fact, to: Fact, context: Context): boolean {
  return !context.isCreated(from.id) && context.isCreated(to.id);
}

/** What changes rows on their way, sends them elsewhere, or acts on them as if they went or came. */
function hasRowActions(table: ObjectId, acts: RegExp, context: Context): boolean {
  const parts = [...context.dependentsBefore(table), ...context.dependentsAfter(table)];
  return parts.some(({ kind, parent, definition }) => {
    if (parent !== table) return false;
    return kind === 'rule' || (kind === 'trigger' && acts.test(String(definition.source)));
  });
}

const actsBefore = /^CREATE TRIGGER .+? BEFORE (?:\w+ OR )*(?:INSERT|DELETE)\b.* FOR EACH ROW /s;
const actsOnInsert = /^CREATE (?:CONSTRAINT )?TRIGGER .+? (?:BEFORE|AFTER) (?:\w+ OR )*INSERT\b/s;
const actsOnDelete = /^CREATE (?:CONSTRAINT )?TRIGGER .+? (?:BEFORE|AFTER) (?:\w+ OR )*DELETE\b/s;
const actsOnEachInsert = new RegExp(`${actsOnInsert.source}.* FOR EACH ROW `, 's');
const actsOnEachDelete = new RegExp(`${actsOnDelete.source}.* FOR EACH ROW `, 's');

/** Whether policies hold for the owner of a table too. */
function hidesRows(table: ObjectId, { from, to }: Context): boolean {
  return [from, to].some(({ facts }) => facts.get(table)?.definition.forceRowSecurity === true);
}

function columnsOf(table: ObjectId, context: Context): readonly Fact[] {
  return [...context.childrenAfter(table)].filter(({ kind }) => kind === 'column').sort(byPosition);
}
