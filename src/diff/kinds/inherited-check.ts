import { type ObjectId, objectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { lastPart, splitLast } from '../address.ts';
import type { Context } from '../kind.ts';

/** A parent's check of the same name, and the fact that makes the one table the other's child. */
interface ParentCheck {
  readonly check: ObjectId;
  readonly link: ObjectId;
}

function parentsIn(facts: Context['from']['facts'], fact: Fact): readonly ParentCheck[] {
  const link = [...(facts.get(fact.parent as ObjectId) === undefined ? [] : linksOf(facts, fact))];
  return link.map(({ id, definition }) => ({
    link: id,
    check: objectId('constraint', `${definition.of}.${lastPart(fact.name)}`),
  }));
}

/** A table is a partition of one, or inherits from those that its columns and checks follow. */
function linksOf(facts: Context['from']['facts'], fact: Fact): readonly Fact[] {
  const table = splitLast(fact.name)[0];
  const partition = facts.get(objectId('partition', table));
  if (partition !== undefined) return [partition];
  const links: Fact[] = [];
  for (const other of facts.values())
    if (other.kind === 'inheritance' && other.definition.child === table) links.push(other);
  return links;
}

/** Whether a check comes to the child by itself, when its parent's is made or when the child is made as a child. */
export function checkComesAlong(fact: Fact, context: Context): boolean {
  if (!fact.definition.inherited) return false;
  const links = parentsIn(context.to.facts, fact);
  if (links.some(({ link }) => !context.isCreated(link))) return true;
  return links.some(({ link }) => link.startsWith('inheritance:')) && context.isCreated(fact.parent!);
}

/** Whether whoever drops the parent's check, or parts the child from it, takes care of this one. */
export function checkGoesAlong(fact: Fact, context: Context): boolean {
  if (!fact.definition.inherited && !fact.definition.merged) return false;
  return parentsIn(context.from.facts, fact).some(
    ({ check, link }) => context.isDropped(check) || context.isDropped(link),
  );
}

/** Checks of children that go too, and outlive the parent's because they are also the child's own. */
export function ownChecksOfChildren(fact: Fact, context: Context): readonly Fact[] {
  if (fact.definition.type !== 'check') return [];
  return childChecks(fact, context).flatMap((check) => [
    ...(check.definition.merged ? [check] : []),
    ...ownChecksOfChildren(check, context),
  ]);
}

function childChecks(fact: Fact, context: Context): readonly Fact[] {
  return context
    .dependentsBefore(fact.parent as ObjectId)
    .filter(({ id, kind, parent }) => {
      return (
        (kind === 'inheritance' || kind === 'partition') && parent !== fact.parent && !context.isDropped(id)
      );
    })
    .flatMap(({ parent }) => {
      const table = (parent as string).slice((parent as string).indexOf(':') + 1);
      const check = context.from.facts.get(objectId('constraint', `${table}.${lastPart(fact.name)}`));
      return check !== undefined && context.isDropped(check.id) ? [check] : [];
    });
}

/** Whether a check was the parent's and is the child's own now, or the other way round, while the child stays a child. */
export function changesHands(before: Fact, after: Fact, context: Context): boolean {
  if (before.definition.inherited === after.definition.inherited) return false;
  return parentsIn(context.to.facts, after).some(
    ({ check, link }) => !context.isCreated(link) && (context.isCreated(check) || context.isDropped(check)),
  );
}

/** Whether what happens to the parent's check happens to this one by itself. */
export function checkFollows(after: Fact, context: Context): boolean {
  if (!after.definition.inherited) return false;
  return parentsIn(context.to.facts, after).some(
    ({ check, link }) => !context.isCreated(link) && (context.isReplaced(check) || context.isAltered(check)),
  );
}
