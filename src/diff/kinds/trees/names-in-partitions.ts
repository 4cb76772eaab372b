import { isFromAbove, notNullOf, withNotNull } from '../../../model/not-null.ts';
import type { ObjectId } from '../../../model/object-id.ts';
import type { Fact, Property } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import { notNullName } from '../not-nulls/not-null.ts';
import { changeOf } from '../not-nulls/not-null-change.ts';
import { isReferredTo, linksOfPartitions, wholesAbove } from './partitions.ts';
import { followersAfter, holds, isUnchecked, tiesAfter } from './tree.ts';

/** A fact as it will be after a plan, and as it should be. */
export type Difference = readonly [will: Fact, should: Fact];

/**
 * The partitions that stay, and what their NOT NULLs are called. Only a partition that is detached can have them renamed: where
 * names differ, its link differs, which replaces it.
 */
export function namesInPartitions(context: Context): readonly Difference[] {
  return [...context.to.facts.values()]
    .filter(({ kind, id }) => kind === 'partition' && holds(id, context))
    .flatMap((link) => namesIn(link, context));
}

function namesIn(link: Fact, context: Context): readonly Difference[] {
  const columns = context.childrenAfter(link.parent as ObjectId).flatMap((column) => {
    const will = nameAfter(column, context);
    const isOther = will !== undefined && will !== notNullName(column) && !comesAlong(column, context);
    return isOther ? [[withName(column, will), column] as const] : [];
  });
  if (columns.length === 0 || !columns.every(([, should]) => canBeRenamed(should, context))) return [];
  if (!canBeDetached(link, context)) return [];
  const [will, should] = [0, 1].map((side) => columns.map((both) => notNullName(both[side] as Fact)));
  return [[withNames(link, will!), withNames(link, should!)], ...columns];
}

function withNames(link: Fact, notNulls: Property): Fact {
  return { ...link, definition: { ...link.definition, notNulls } };
}

function withName(column: Fact, name: string): Fact {
  return withNotNull(column, { ...notNullOf(column)!, name });
}

/** The name that a column's inherited NOT NULL will have; undefined where a plan can give it the wanted one by itself. */
function nameAfter(column: Fact, context: Context): string | undefined {
  const was = context.isCreated(column.id) ? undefined : context.from.facts.get(column.id);
  if (was === undefined || ![was, column].every((one) => isFromAbove(notNullOf(one)))) return undefined;
  const above = aboveOf(column, context);
  const before = above && context.from.facts.get(above.id);
  if (above === undefined || before === undefined || context.isReplaced(above.id)) return undefined;
  const change = changeOf(before, above, context);
  if (change === undefined) return notNullName(was);
  return change === 'adjusted' && notNullName(before) !== notNullName(above) ? notNullName(above) : undefined;
}

function aboveOf(column: Fact, context: Context): Fact | undefined {
  const [tie] = tiesAfter(column, context);
  return tie && context.to.facts.get(tie.above);
}

/** Whether the NOT NULL is renamed together with that of the partition's own partitioned table. */
function comesAlong(column: Fact, context: Context): boolean {
  const above = aboveOf(column, context);
  if (above === undefined || notNullName(above) !== notNullName(column)) return false;
  const name = nameAfter(above, context);
  return name !== undefined && name !== notNullName(above) && name === nameAfter(column, context);
}

/** RENAME CONSTRAINT renames the NOT NULL in the whole tree: all have the same name before and after. */
function canBeRenamed(column: Fact, context: Context): boolean {
  return followersAfter(column, context).every(
    (below) => comesAlong(below, context) && canBeRenamed(below, context),
  );
}

/**
 * Whether a partition can be detached and attached again: rows that foreign keys refer to cannot leave, what was never checked
 * would come back checked or not at all, and of identity columns only the partition's own would come back, not those below it.
 */
function canBeDetached(link: Fact, context: Context): boolean {
  const table = link.parent as ObjectId;
  const above = wholesAbove(link, context);
  const has = (id: ObjectId, test: (part: Fact) => boolean) => context.childrenAfter(id).some(test);
  if ([table, ...above.slice(0, 1)].some((id) => has(id, isUnchecked))) return false;
  if (above.some((id) => isReferredTo(id, context))) return false;
  const hasIdentity = above.some((id) => has(id, ({ definition }) => definition.identity !== undefined));
  return !hasIdentity || linksOfPartitions(table, context).length === 0;
}
