import { objectId } from '../../model/object-id.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { lastPart, splitLast } from '../../postgres/identifier.ts';
import { kinds } from '../kinds/kinds.ts';
import type { NamedKind } from './find-named.ts';
import type { RenameTask } from './tasks.ts';

/** A rename, and what has the name that it gives. */
interface Obstacle {
  readonly task: RenameTask;
  readonly fact: Fact;
}

/**
 * What has a name that one of the renames gives, and is not renamed itself: a view that bears the old name of a table, when the table
 * is to get it back. Names of one kind may stand in the way of another's, as PostgreSQL keeps them: relations, types and routines.
 */
export function obstaclesOf(tasks: readonly RenameTask[], { facts }: Schema): readonly Obstacle[] {
  const wanted = new Map<string, RenameTask>();
  for (const task of tasks) {
    const fact = facts.get(task.id);
    if (fact === undefined || unmoved.has(task.what)) continue;
    const name = task.parent === undefined ? task.to : `${splitLast(task.was)[0]}.${lastPart(task.to)}`;
    for (const slot of slotsOf({ ...fact, id: objectId(fact.kind, name), name })) wanted.set(slot, task);
  }
  if (wanted.size === 0) return [];
  const renamed = new Set(tasks.map(({ id }) => id));
  return [...facts.values()].flatMap((fact) => {
    if (renamed.has(fact.id)) return [];
    const slot = slotsOf(fact).find((one) => wanted.has(one));
    return slot === undefined ? [] : [{ task: wanted.get(slot) as RenameTask, fact }];
  });
}

/** A schema takes the names of all that it holds along; labels and attributes have no statement of their own that drops them. */
const unmoved: ReadonlySet<NamedKind> = new Set(['schema', 'label', 'attribute']);

/** A column's slots are those of its identity and its NOT NULL, which keep their names when it gets another. */
function slotsOf(fact: Fact): readonly string[] {
  const slots = fact.kind === 'column' ? undefined : kinds[fact.kind].slots?.(fact);
  return [fact.id, ...(slots ?? [])];
}
