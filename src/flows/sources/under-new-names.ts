import type { Rename } from '../../model/plan.ts';
import { schemaAfterRenames } from '../proof/plan-transition.ts';
import type { LoadOptions } from './ground.ts';
import { loadSource } from './load-source.ts';
import type { LoadedSource } from './loaded-source.ts';

/**
 * The goal of a plan, once the names have changed that were told. Prisma's and Drizzle's languages say a part of it, and the rest is as
 * the starting point has it: under the old names, what hangs on them would seem to be gone.
 */
export async function underNewNames(
  goal: LoadedSource,
  before: LoadedSource,
  renames: readonly Rename[],
  load: LoadOptions,
): Promise<LoadedSource> {
  const { kind } = goal.source;
  const isTold = renames.some((rename) => goal.renames?.includes(rename) !== true);
  if ((kind !== 'prisma' && kind !== 'drizzle') || !isTold || before.ground === undefined) return goal;
  return loadSource(
    goal.source,
    load,
    await schemaAfterRenames(before.schema, before.ground, { ...load, renames }),
  );
}
