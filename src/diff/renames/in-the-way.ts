import { objectId } from '../../model/object-id.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { kinds } from '../kinds/kinds.ts';
import { slotsOf } from '../taken-slots.ts';
import { nameGiven, slotsGot, unmoved } from './slots.ts';
import type { RenameTask } from './tasks.ts';

/** What has a name that a rename gives. The sequence of an identity is one, although no fact. */
interface Obstacle extends Pick<Fact, 'id' | 'kind' | 'name'> {
  readonly task: RenameTask;
}

/**
 * What has a name that one of the renames gives, and is not renamed itself: a view that bears the old name of a table, when the table
 * is to get it back. Names of one kind may stand in the way of another's, as PostgreSQL keeps them: relations, types and routines.
 */
export function obstaclesOf(tasks: readonly RenameTask[], schema: Schema): readonly Obstacle[] {
  const moved = tasks.filter(({ what }) => !unmoved.has(what));
  const wanted = new Map(
    moved.flatMap((task) => slotsGot(task, nameGiven(task), schema).map((slot) => [slot, task] as const)),
  );
  if (wanted.size === 0) return [];
  const renamed = new Set(moved.map(({ id }) => id));
  return [...schema.facts.values()].flatMap(holdersIn).flatMap(({ id, kind, name, slots }) => {
    const slot = renamed.has(id) ? undefined : slots.find((one) => wanted.has(one));
    return slot === undefined ? [] : [{ id, kind, name, task: wanted.get(slot) as RenameTask }];
  });
}

type Holder = Omit<Obstacle, 'task'> & { readonly slots: readonly string[] };

/** What can be renamed alone of a fact: a column, and the sequence of its identity. */
function holdersIn(fact: Fact): readonly Holder[] {
  const { id, kind, name, definition } = fact;
  if (kind !== 'column') return [{ id, kind, name, slots: slotsOf(fact, kinds) }];
  const column: Holder = { id, kind, name, slots: [id] };
  if (definition.identitySequence === undefined) return [column];
  const sequence = String(definition.identitySequence);
  return [
    column,
    {
      id: objectId('sequence', sequence),
      kind: 'sequence',
      name: sequence,
      slots: [`relation ${sequence}`],
    },
  ];
}

/** Whether something holds values that nobody asked to be rid of, where it has a name that a rename gives. */
export function holdsValues({ kind }: Obstacle): boolean {
  return kind === 'table' || kind === 'column';
}
