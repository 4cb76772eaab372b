import { StrataError } from '../../model/errors.ts';
import type { Rename } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import { splitIdentifier, splitLast, withoutSignature } from '../../postgres/identifier.ts';
import { findNamed, findRoutines } from './find-named.ts';
import { holdsValues, obstaclesOf } from './in-the-way.ts';
import { type RenameTask, toTasks } from './tasks.ts';

/**
 * Refuses renames that do not end where the goal is. What was told of is to keep its rows: under a name that the goal does not
 * have, it would be dropped after all.
 */
export function assertTargets(before: Schema, goal: Schema, renames: readonly Rename[]): void {
  const tasks = toTasks(before, renames);
  for (const [i, task] of tasks.entries()) {
    assertSameParent(task, renames[i] as Rename);
    const name = withoutSignature(task.ends);
    if (task.was === task.to) {
      throw new StrataError('usage', `${task.was} is to be renamed to its own name`, { hint });
    }
    if (!isInGoal(goal, task, name)) {
      throw new StrataError('usage', `the goal has no ${name}, so ${task.was} cannot be renamed to it`, {
        hint,
      });
    }
  }
  assertFree(tasks, before);
}

/** What only stands in the way is set aside and dropped, but nobody asked for the rows that a table or a column holds to go. */
function assertFree(tasks: readonly RenameTask[], before: Schema): void {
  const found = obstaclesOf(tasks, before).find(holdsValues);
  if (found === undefined) return;
  const { task, kind, name } = found;
  throw new StrataError(
    'usage',
    `${task.was} cannot be renamed to ${name}, which is a ${kind} with values of its own`,
    {
      hint: `Say with another --rename what ${name} is called from now on, or drop it in a migration of its own first.`,
    },
  );
}

const hint =
  'Say the new name as the goal has it, in --rename or in `renames` of strata.config: old=new, with the schema where it is not public.';

/** A part stays with its table or type: `t.a=u.a` is none of the renames that PostgreSQL has. */
function assertSameParent({ parent, was, ends }: RenameTask, { to }: Rename): void {
  const named = splitIdentifier(splitLast(to)[0]);
  if (parent === undefined || to === splitLast(to)[1]) return;
  const parents = [parent, splitLast(was)[0], splitLast(ends)[0]].map(splitIdentifier);
  if (parents.some((own) => own.slice(-named.length).join('\0') === named.join('\0'))) return;
  throw new StrataError('usage', `${was} cannot become ${to}, which is part of another table or type`, {
    hint,
  });
}

function isInGoal(goal: Schema, { what }: RenameTask, name: string): boolean {
  const found = findNamed(goal, name);
  if (what === 'schema') return found?.what === 'schema';
  return found !== undefined || findRoutines(goal, name).length > 0;
}
