import { diffSchemas } from '../../diff/diff.ts';
import { type PlanOptions, planBoth } from '../../diff/plan.ts';
import { offerRenames } from '../../diff/renames/offers.ts';
import { planFollowing, planRenames } from '../../diff/renames/plan.ts';
import type { Database } from '../../engine/engine.ts';
import { StrataError } from '../../model/errors.ts';
import type { Plan, Rename, Step } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import { applySteps } from '../rehearsal/apply-steps.ts';
import { actingRole, type Ground, type LoadOptions, readDatabase } from '../rehearsal/ground.ts';
import { trimToVersion } from '../sources/comparable.ts';
import { createServerThings } from '../sources/server-things.ts';

/** What the plan may assume. */
interface TransitionOptions extends LoadOptions {
  readonly renames: readonly Rename[];
  /** Block tables in use for moments only. */
  readonly online: boolean;
  /** `copies` where nothing is said: partitions in use are not detached for a name. */
  readonly beyondDefinitions?: PlanOptions['beyondDefinitions'];
  /** All of it has to fit into one transaction. */
  readonly isOneTransaction?: boolean;
}

/**
 * Plans the way from one Schema to another. Declared renames are run on a clone first, and the rest is planned from there, so
 * that what PostgreSQL renames along with them is no difference.
 */
export async function planTransition(
  from: Schema,
  to: Schema,
  ground: Ground | undefined,
  options: TransitionOptions,
): Promise<Plan> {
  const renames = planRenames(from, options.renames);
  const how = {
    online: options.online,
    isOneTransaction: options.isOneTransaction === true,
    beyondDefinitions: options.beyondDefinitions ?? 'copies',
  } as const;
  if (renames.length === 0)
    return { ...(await planFrom(from, to, how, ground, options)), renameOffers: offerRenames(from, to) };
  if (ground === undefined) {
    throw new StrataError(
      'usage',
      'renames need a starting point that can be rebuilt on the throwaway PostgreSQL',
      {
        hint: 'The notes above say why it could not be.',
      },
    );
  }
  const clone = await ground.engine.createDatabase({ like: ground.database });
  try {
    await run(clone, renames, options);
    const read = async () => trimToVersion(await readDatabase(clone, options), from.serverVersion);
    const renamed = await read();
    const follow = planFollowing(renamed, to);
    // Nobody told of these: where one is refused, the rest of the plan does without.
    const isRefused = (await applySteps(clone, actingRole(options.settings), follow)) !== undefined;
    const following = isRefused ? [] : follow;
    const start = following.length === 0 ? renamed : await read();
    const rest = await planFrom(start, to, how, { engine: ground.engine, database: clone }, options);
    return {
      ...rest,
      steps: [...renames, ...following, ...rest.steps],
      renameOffers: offerRenames(start, to),
    };
  } finally {
    await clone.drop();
  }
}

/**
 * Plans from a starting point. What no definition says is planned too, but where that does not arrive it is left out, and told of as
 * not covered.
 */
async function planFrom(
  from: Schema,
  to: Schema,
  how: PlanOptions,
  ground: Ground | undefined,
  options: LoadOptions,
): Promise<Plan> {
  const { plan, further } = planBoth(from, to, how);
  if (further === undefined) return plan;
  return ground === undefined || (await arrives(further, to, ground, options)) ? further : plan;
}

/** Whether a plan leads from an empty copy of the starting point to the goal. */
async function arrives(
  { steps }: Plan,
  to: Schema,
  { engine, database }: Ground,
  options: LoadOptions,
): Promise<boolean> {
  await createServerThings(database, to);
  const clone = await engine.createDatabase({ like: database });
  try {
    const refused = await applySteps(clone, actingRole(options.settings), steps);
    if (refused !== undefined) return false;
    const reached = trimToVersion(await readDatabase(clone, options), to.serverVersion);
    return diffSchemas(reached, to).length === 0;
  } finally {
    await clone.drop();
  }
}

/** The Schema of the starting point after the declared renames. */
export async function schemaAfterRenames(
  from: Schema,
  { engine, database }: Ground,
  options: Omit<TransitionOptions, 'online'>,
): Promise<Schema> {
  const renames = planRenames(from, options.renames);
  if (renames.length === 0) return from;
  const clone = await engine.createDatabase({ like: database });
  try {
    await run(clone, renames, options);
    return await readDatabase(clone, options);
  } finally {
    await clone.drop();
  }
}

async function run(clone: Database, renames: readonly Step[], { settings }: LoadOptions): Promise<void> {
  const refused = await applySteps(clone, actingRole(settings), renames);
  if (refused === undefined) return;
  throw new StrataError('usage', `a rename is refused: ${refused.error.message} at\n${refused.step.sql}`, {
    hint: 'Choose another new name, or leave that one out of --rename and of `renames` in strata.config.',
  });
}
