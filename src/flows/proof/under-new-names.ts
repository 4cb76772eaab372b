import type { Rename } from '../../model/plan.ts';
import type { LoadOptions } from '../rehearsal/ground.ts';
import { loadSource } from '../sources/load-source.ts';
import type { LoadedSource } from '../sources/loaded-source.ts';
import { schemaAfterRenames } from './plan-transition.ts';

/**
 * The goal of a plan after the declared renames. Prisma's and Drizzle's languages describe only a part of it, and the rest is
 * taken from the starting point. Under the old names its objects would seem to be gone.
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
