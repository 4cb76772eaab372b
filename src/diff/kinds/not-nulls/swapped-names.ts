import { isFromAbove, notNullOf, withNotNull } from '../../../model/not-null.ts';
import { type ObjectId, objectId } from '../../../model/object-id.ts';
import type { Change, Step } from '../../../model/plan.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import { freeName } from '../../../postgres/generated-name.ts';
import { bareName, splitLast } from '../../../postgres/identifier.ts';
import type { Context } from '../../kind.ts';
import { columnsBefore } from '../columns/table-columns.ts';
import { givesNotNull } from '../trees/inherited-column.ts';
import { followersBefore, tiesBefore } from '../trees/tree.ts';
import { hasNamedNotNulls, notNullName } from './not-null.ts';

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
 * NOT NULLs of a table that exchange their names wait for each other. One of each ring gets another name first, and the rest is
 * planned from there. Undefined where there are none.
 */
export function openRings(context: Context, changes: readonly Change[]): Opening | undefined {
  if (!hasNamedNotNulls(context.from) || !hasNamedNotNulls(context.to)) return undefined;
  const rings = ringsIn(context, changes);
  if (rings.length === 0) return undefined;
  const facts = new Map(context.from.facts);
  const steps: Step[] = [];
  for (const ring of rings) {
    const { before } = ring.find((one) => canBeRenamed(one.before, context)) ?? {};
    if (before === undefined) continue;
    const [table] = splitLast(before.name);
    const aside = constraintAside(before, ring, context);
    steps.push({
      sql: `ALTER TABLE ${table} RENAME CONSTRAINT ${notNullName(before)} TO ${aside}`,
      object: before.id,
      verb: 'alter',
      hazards: [],
      transaction: 'together',
    });
    for (const column of [before, ...columnsInheriting(before, context)])
      facts.set(column.id, withNotNull(column, { ...notNullOf(column)!, name: aside }));
  }
  return steps.length === 0 ? undefined : { from: { ...context.from, facts }, steps };
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
    const ties = tiesBefore(below, context);
    const givers = ties.filter(({ above }) => givesNotNull(context.from.facts.get(above)));
    return notNullName(below) === notNullName(column) && givers.every(({ above }) => renamed.has(above));
  });
}

/** The columns on all levels that inherit a column's NOT NULL. */
function columnsInheriting(column: Fact, context: Context): readonly Fact[] {
  if (!givesNotNull(column)) return [];
  return followersBefore(column, context).flatMap((below) => [below, ...columnsInheriting(below, context)]);
}

function constraintAside({ name }: Fact, ring: readonly Rename[], { from, to }: Context): string {
  const [table] = splitLast(name);
  const isTaken = (aside: string) =>
    ring.some(({ is }) => is === aside) ||
    [from, to].some(({ facts }) => facts.has(objectId('constraint', `${table}.${aside}`)));
  return freeName([bareName(table), bareName(name)], 'replaced', isTaken);
}
