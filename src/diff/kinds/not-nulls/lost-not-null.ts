import { notNullOf } from '../../../model/not-null.ts';
import type { ObjectId } from '../../../model/object-id.ts';
import type { Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import type { Context, Statements } from '../../kind.ts';
import { givesNotNull } from '../trees/inherited-column.ts';
import { askedOnce, followersBefore, holds, tiesAfter, tiesBefore } from '../trees/tree.ts';
import { addNotNull, hasNamedNotNulls } from './not-null.ts';
import { parentsOf } from './not-null-change.ts';
import { setNotNull } from './set-not-null.ts';

/** Whether a column's NOT NULL goes with its parent's. */
export function goesWithParents(own: Fact, after: Fact, context: Context): boolean {
  if (notNullOf(own)?.origin === 'both') return false;
  return parentsOf(after, context).some(
    ({ before, now }) =>
      before !== undefined &&
      givesNotNull(before) &&
      !now?.definition.notNull &&
      !leavesNotNull(before, context),
  );
}

/** Drops a column's NOT NULL. */
export function dropNotNull({ name }: Fact, only = ''): string {
  const [table, column] = splitLast(name);
  return `ALTER TABLE ${only}${table} ALTER COLUMN ${column} DROP NOT NULL`;
}

/** Drops the NOT NULL of a column that is dropped itself, so that those that stay below keep theirs. */
export function partNotNull(gone: Fact, context: Context): Statements {
  if (!hasNamedNotNulls(context.from) || !givesNotNull(gone)) return [];
  return staysSomewhereBelow(gone, context) ? dropAndKeepBelow(gone, context) : [];
}

function staysSomewhereBelow(gone: Fact, context: Context): boolean {
  return followersBefore(gone, context).some(
    (below) =>
      stayedBelow(below, gone.id, context) &&
      (!context.isDropped(below.id) || staysSomewhereBelow(below, context)),
  );
}

/** Drops a NOT NULL. Columns below that are to keep theirs do, or get it back where PostgreSQL drops it with the parent's. */
export function dropAndKeepBelow(before: Fact, context: Context): Statements {
  const isOnly = leavesNotNull(before, context);
  const kept = isOnly ? [] : keptBelow(before, context);
  const isOld = !hasNamedNotNulls(context.from);
  return [
    dropNotNull(before, isOnly ? 'ONLY ' : ''),
    ...kept.map((below) => (isOld ? setNotNull(below, context) : addNotNull(below))),
  ];
}

/** Whether a NOT NULL is dropped with ONLY, which PostgreSQL does not allow for a partitioned table. */
function leavesNotNull(before: Fact, context: Context): boolean {
  if (!hasNamedNotNulls(context.from)) return false;
  const isPartitioned = context.from.facts.get(before.parent!)?.definition.partitionKey !== undefined;
  return !isPartitioned && keptBelow(before, context).length > 0;
}

function stayedBelow(below: Fact, above: ObjectId, context: Context): boolean {
  return tiesBefore(below, context).some((tie) => tie.above === above && holds(tie.link, context));
}

/** The columns below that stay NOT NULL although the one that they inherit it from is dropped. */
const keptBelow = askedOnce(
  ({ state }) => state,
  (before, context): readonly Fact[] => {
    if (!givesNotNull(before)) return [];
    const isOld = !hasNamedNotNulls(context.from);
    return followersBefore(before, context).flatMap((below) => {
      const now = context.to.facts.get(below.id);
      if (!below.definition.notNull || now === undefined || !stayedBelow(below, before.id, context))
        return [];
      if (!now.definition.notNull) return keptBelow(below, context);
      if (isOld) return [below];
      // A parent that the table joins later does not give it: it wants it there.
      const isGiven = tiesAfter(now, context).some(
        ({ above, link }) => holds(link, context) && givesNotNull(context.to.facts.get(above)),
      );
      return notNullOf(below)?.origin === 'both' || isGiven ? [] : [below];
    });
  },
);
