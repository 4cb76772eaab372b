import type { ObjectId } from '../../../model/object-id.ts';
import type { Step } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import type { Context } from '../../kind.ts';
import { indexPlacesAfter } from '../trees/partitions.ts';
import { twinsAfter } from './attached-index.ts';
import { isNamedAsMade, type Part, partsOf } from './parts-as-made.ts';

/**
 * An index of a partitioned table is planned as its definition ON ONLY, the indexes of the partitions, and their attaching. Where
 * the table exists, the names are those that PostgreSQL generates and it finds no other index to take for a part, one statement makes
 * them all: what `create` plans for the index without ONLY.
 */
export function makeWhole(
  steps: readonly Step[],
  context: Context,
  create: (whole: Fact) => readonly Step[],
): readonly Step[] {
  const made = new Map<ObjectId, readonly number[]>();
  for (const [i, { object, verb }] of steps.entries())
    if (verb === 'create') made.set(object, [...(made.get(object) ?? []), i]);
  const wholes = [...made.keys()].flatMap((id) => {
    const fact = context.to.facts.get(id);
    return fact?.definition.onOnly === true && isOnKeptTable(fact, context) ? [fact] : [];
  });
  const placeCount = ({ id }: Fact) => indexPlacesAfter(id, context).length;
  const result: (Step | undefined)[] = [...steps];
  // Topmost indexes first: the part of another is looked at only where that was not made in one statement.
  for (const whole of wholes.sort((a, b) => placeCount(a) - placeCount(b))) {
    const parts = partsOf(whole, context);
    const stepsOf = ({ id }: Fact) => made.get(id) ?? [];
    const mayGo = ({ index, place }: Part) =>
      stepsOf(place).length === 1 &&
      (stepsOf(index).length === 1
        ? isNamedAsMade(index)
        : stepsOf(index).length === 0 && context.isCreated(index.parent!));
    if (parts === undefined || stepsOf(whole).length !== 1 || !parts.every(mayGo)) continue;
    const turns = [whole, ...parts.map(({ index }) => index)].flatMap(stepsOf);
    if (turns.some((i) => result[i] !== steps[i])) continue;
    const [first, last] = [Math.min(...turns), Math.max(...turns)];
    const isThere = ({ id }: Fact) => Math.min(...(made.get(id) ?? [-1])) < last;
    const isTaken = (twin: Fact) => placeCount(twin) === 0 && isThere(twin);
    if (parts.some(({ index }) => twinsAfter(index, context).some(isTaken))) continue;
    const indexes = [whole.id, ...parts.map(({ index }) => index.id)];
    if (result.slice(first, last).some((step) => step && isUsing(step, indexes, context))) continue;
    for (const i of [...turns, ...parts.flatMap(({ place }) => stepsOf(place))]) result[i] = undefined;
    result[last] = create(withoutOnly(whole))[0];
  }
  return result.filter((step) => step !== undefined);
}

/** Whether the table of an index is there before the plan and stays, so that the index may be built while it is used. */
function isOnKeptTable({ parent }: Fact, context: Context): boolean {
  return context.from.facts.has(parent!) && !context.isCreated(parent!);
}

/** Whether a step is about another object that depends on one of the indexes. */
function isUsing({ object }: Step, indexes: readonly ObjectId[], { to }: Context): boolean {
  const fact = indexes.includes(object) ? undefined : to.facts.get(object);
  if (fact === undefined || fact.kind === 'index-partition') return false;
  return indexes.some((id) => fact.parent === id || fact.dependsOn.includes(id));
}

/** The index as one that is made in all partitions at once. */
function withoutOnly(whole: Fact): Fact {
  const { onOnly: _, ...definition } = whole.definition;
  return { ...whole, definition };
}
