import { kindOf, type ObjectId, objectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { lastPart, splitLast } from '../address.ts';
import { hasChanged } from '../definition.ts';
import type { Context } from '../kind.ts';

/** The columns of parent tables that a column follows, as ids. */
function parentIds(fact: Fact): readonly ObjectId[] {
  return fact.dependsOn.filter(
    (need) => kindOf(need) === 'column' && need !== fact.id && lastPart(need) === lastPart(fact.id),
  );
}

/** Whether a column has come from a parent and is not the child's own as well. */
export function isOnlyInherited({ definition, remarks }: Fact): boolean {
  return definition.inherited === true && remarks?.own !== true;
}

/** The column that an inherited one follows. */
export function parentColumn(fact: Fact, context: Context): Fact | undefined {
  const [id] = parentIds(fact);
  return id === undefined ? undefined : context.to.facts.get(id);
}

/** Whether a column has its NOT NULL from a parent, be it not the first. */
export function inheritsNotNull(fact: Fact, context: Context): boolean {
  return parentIds(fact).some((id) => givesNotNull(context.to.facts.get(id)));
}

/** Whether a column's NOT NULL is one for its children too. */
export function givesNotNull(fact: Fact | undefined): boolean {
  return fact?.definition.notNull === true && fact.definition.notNullNoInherit !== true;
}

/** The facts that make one table a child or a partition of another. */
function linkIds(child: Fact | undefined, parent: ObjectId): readonly ObjectId[] {
  if (child === undefined) return [];
  const [[table], [of]] = [splitLast(child.name), splitLast(parent.slice('column:'.length))];
  return [objectId('inheritance', `${table} FROM ${of}`), objectId('partition', table)];
}

/** A column that a child gets from its parent is made with the parent's, where the one is the other's child already. */
export function comesWithParent(fact: Fact, context: Context): boolean {
  return isOnlyInherited(fact) && parentIds(fact).some((id) => meetsNew(fact, id, context));
}

/** A column that is the child's own as well is made right before its parent's, which then joins it. */
export function comesBeforeParent(fact: Fact, context: Context): boolean {
  return fact.remarks?.own === true && parentIds(fact).some((id) => meetsNew(fact, id, context));
}

/** Columns of children that come right before this one. */
export function newOfChildren(fact: Fact, context: Context): readonly Fact[] {
  return context
    .dependentsAfter(fact.id)
    .filter((child) => parentIds(child).includes(fact.id) && context.isCreated(child.id))
    .filter((child) => meetsNew(child, fact.id, context))
    .flatMap((child) => [...newOfChildren(child, context), ...(child.remarks?.own === true ? [child] : [])]);
}

/** Whether the parent's column is new, and the one table the other's child already. */
function meetsNew(fact: Fact, parent: ObjectId, context: Context): boolean {
  if (!context.isCreated(parent)) return false;
  return linkIds(fact, parent).some((link) => context.from.facts.has(link) && !context.isCreated(link));
}

/** Whether dropping a parent's column takes this one along, or leaves it to whoever drops the parent's. */
export function goesWithParent(fact: Fact, context: Context): boolean {
  return parentIds(fact).some((id) => context.isDropped(id) && isStillLinked(fact, id, context));
}

function isStillLinked(fact: Fact, parent: ObjectId, context: Context): boolean {
  return linkIds(fact, parent).some((link) => context.from.facts.has(link) && !context.isDropped(link));
}

/** Columns of children that are dropped too, and outlive the parent's because they are also the child's own. */
export function ownOfChildren(fact: Fact, context: Context): readonly Fact[] {
  return context
    .dependentsBefore(fact.id)
    .filter((child) => parentIds(child).includes(fact.id) && context.isDropped(child.id))
    .filter((child) => isStillLinked(child, fact.id, context))
    .flatMap((child) => [...(child.remarks?.own === true ? [child] : []), ...ownOfChildren(child, context)]);
}

/** Whether a column's table was a child of the other's table, and goes on being one. */
export function staysBelow(column: Fact, parent: ObjectId, context: Context): boolean {
  return linkIds(column, parent).some(
    (link) => context.from.facts.has(link) && context.to.facts.has(link) && !context.isReplaced(link),
  );
}

/** Whether what is altered of the parent's column has altered this one in the same way. */
export function followsParent(after: Fact, context: Context, property: string): boolean {
  return parentIds(after).some((id) => {
    const [before, now] = [context.from.facts.get(id), context.to.facts.get(id)];
    if (before === undefined || now === undefined || context.isReplaced(id)) return false;
    if (property === 'notNull' && givesNotNull(before) === givesNotNull(now)) return false;
    return (
      staysBelow(after, id, context) &&
      hasChanged(before, now, property) &&
      now.definition[property] === after.definition[property]
    );
  });
}
