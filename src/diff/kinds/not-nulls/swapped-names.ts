import { isFromAbove, notNullOf, withNotNull } from '../../../model/not-null.ts';
import type { ObjectId } from '../../../model/object-id.ts';
import type { Change, Step } from '../../../model/plan.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import { freeName } from '../../../postgres/generated-name.ts';
import { bareName, splitLast } from '../../../postgres/identifier.ts';
import type { Context } from '../../kind.ts';
import { columnsBefore } from '../columns/table-columns.ts';
import { uncomment } from '../comment.ts';
import { givesNotNull } from '../trees/inherited-column.ts';
import { followersBefore, tiesBefore } from '../trees/tree.ts';
import { dropNotNull } from './lost-not-null.ts';
import { hasNamedNotNulls, notNullName } from './not-null.ts';
import { isNeeded, isOnNotNull } from './not-null-change.ts';

/** What comes before all else, and the Schema that the rest of a plan starts from. */
interface Opening {
  readonly from: Schema;
  readonly steps: readonly Step[];
}

/** A column whose NOT NULL is called otherwise after the change. */
interface Rename {
  readonly before: Fact;
  readonly is: string;
}

/**
 * NOT NULLs of a table that exchange their names wait for each other. One of each ring gets another name first, or goes for a moment
 * where RENAME cannot reach it in all tables, and the rest is planned from there. Undefined where there are none.
 */
export function openRings(context: Context, changes: readonly Change[]): Opening | undefined {
  if (!hasNamedNotNulls(context.from) || !hasNamedNotNulls(context.to)) return undefined;
  const rings = ringsIn(context, changes);
  if (rings.length === 0) return undefined;
  const facts = new Map(context.from.facts);
  const steps: Step[] = [];
  for (const ring of rings) {
    // It may have gone with one of another parent's.
    if (ring.some(({ before }) => notNullOf(facts.get(before.id)!) === undefined)) continue;
    const { sql, columns } = renamedAside(ring, context) ?? dropped(ring, context) ?? nothing;
    const comments = columns.flatMap(({ id }) => context.childrenBefore(id).filter(isOnNotNull));
    const object = ring[0]!.before.id;
    for (const one of [...comments.map(uncomment), ...sql])
      steps.push({ sql: one, object, verb: 'alter', hazards: [], transaction: 'together' });
    for (const column of columns) facts.set(column.id, column);
    for (const { id } of comments) facts.delete(id);
  }
  return steps.length === 0 ? undefined : { from: { ...context.from, facts }, steps };
}

/** The statements that open a ring, and the columns as they are then. */
interface Opened {
  readonly sql: readonly string[];
  readonly columns: readonly Fact[];
}
const nothing: Opened = { sql: [], columns: [] };

function renamedAside(ring: readonly Rename[], context: Context): Opened | undefined {
  const { before } = ring.find((one) => canBeRenamed(one.before, context)) ?? {};
  if (before === undefined) return undefined;
  const [table] = splitLast(before.name);
  const aside = constraintAside(before, ring, context);
  return {
    sql: [`ALTER TABLE ${table} RENAME CONSTRAINT ${notNullName(before)} TO ${aside}`],
    columns: [before, ...columnsInheriting(before, context)].map((column) =>
      withNotNull(column, { ...notNullOf(column)!, name: aside }),
    ),
  };
}

function dropped(ring: readonly Rename[], context: Context): Opened | undefined {
  const lost = ring.map(({ before }) => lostWith(before, context)).find((columns) => columns !== undefined);
  return (
    lost && {
      sql: lost.filter((column) => !isFromAbove(notNullOf(column))).map((column) => dropNotNull(column)),
      columns: lost.map((column) => withNotNull(column, undefined)),
    }
  );
}

/**
 * A column with those of other parents that get another name for the NOT NULL of the same children, and with these children: all lose
 * it when it is dropped from the topmost. Undefined where it comes from above itself, something needs one of them, or a child's is its
 * own as well.
 */
function lostWith(column: Fact, context: Context): readonly Fact[] | undefined {
  if (isFromAbove(notNullOf(column))) return undefined;
  const lost = new Set([column]);
  for (const above of lost) {
    for (const below of givesNotNull(above) ? followersBefore(above, context) : []) {
      const givers = giversOf(below, context);
      for (const giver of givers) if (isCalledOtherwise(giver, context)) lost.add(giver);
      if (givers.every((giver) => lost.has(giver))) lost.add(below);
    }
  }
  const isLost = (one: Fact) => !isNeeded(one, context) && notNullOf(one)?.origin !== 'both';
  return [...lost].every(isLost) ? [...lost] : undefined;
}

/** Whether a NOT NULL that does not come from above gets another name. */
function isCalledOtherwise(before: Fact, context: Context): boolean {
  const after = context.to.facts.get(before.id);
  if (isFromAbove(notNullOf(before))) return false;
  return after?.definition.notNull === true && notNullName(before) !== notNullName(after);
}

function ringsIn(context: Context, changes: readonly Change[]): readonly (readonly Rename[])[] {
  return [...renamesByTable(context, changes).values()].flatMap((renames) => {
    const rings: (readonly Rename[])[] = [];
    const passed = new Set<Rename>();
    for (const first of renames.values()) {
      const path: Rename[] = [];
      let next: Rename | undefined = first;
      for (; next !== undefined && !passed.has(next); next = renames.get(next.is)) {
        passed.add(next);
        path.push(next);
      }
      if (next !== undefined && path.includes(next)) rings.push(path.slice(path.indexOf(next)));
    }
    return rings;
  });
}

/** The renames in each table that has one of its own, by the names before; those of inherited NOT NULLs are no changes. */
function renamesByTable(
  context: Context,
  changes: readonly Change[],
): ReadonlyMap<ObjectId, ReadonlyMap<string, Rename>> {
  const tables = new Map<ObjectId, Map<string, Rename>>();
  for (const change of changes)
    if (change.kind === 'alter' && change.before.kind === 'column' && isRenamed(change.before, change.after))
      tables.set(change.before.parent as ObjectId, new Map());
  for (const [table, renames] of tables) {
    for (const before of columnsBefore(table, context)) {
      if (before.definition.notNull !== true) continue;
      const after = context.to.facts.get(before.id);
      if (!after?.definition.notNull || notNullName(before) === notNullName(after)) continue;
      renames.set(notNullName(before), { before, is: notNullName(after) });
    }
  }
  return tables;
}

/** Whether a NOT NULL that is a table's own gets another name. */
function isRenamed(before: Fact, after: Fact): boolean {
  const [was, is] = [notNullOf(before), notNullOf(after)];
  if (was === undefined || is === undefined || was.name === is.name) return false;
  return !isFromAbove(was) || !isFromAbove(is);
}

/** Whether RENAME reaches all that inherit a NOT NULL: they call it the same and have it from nowhere else. */
function canBeRenamed(column: Fact, context: Context): boolean {
  if (isFromAbove(notNullOf(column))) return false;
  const inheriting = columnsInheriting(column, context);
  const renamed = new Set([column.id, ...inheriting.map(({ id }) => id)]);
  return inheriting.every((below) => {
    const givers = giversOf(below, context);
    return notNullName(below) === notNullName(column) && givers.every(({ id }) => renamed.has(id));
  });
}

/** The columns from which a column inherits its NOT NULL. */
function giversOf(column: Fact, context: Context): readonly Fact[] {
  const above = tiesBefore(column, context).flatMap((tie) => context.from.facts.get(tie.above) ?? []);
  return above.filter(givesNotNull);
}

/** The columns on all levels that inherit a column's NOT NULL. */
function columnsInheriting(column: Fact, context: Context): readonly Fact[] {
  if (!givesNotNull(column)) return [];
  return followersBefore(column, context).flatMap((below) => [below, ...columnsInheriting(below, context)]);
}

function constraintAside({ name }: Fact, ring: readonly Rename[], context: Context): string {
  const [table] = splitLast(name);
  const isTaken = (aside: string) =>
    ring.some(({ is }) => is === aside) || context.isTaken(`constraint ${table}.${aside}`);
  return freeName([bareName(table), bareName(name)], 'replaced', isTaken);
}
