import { assertTargets } from '../diff/renames/targets.ts';
import { writeSteps } from '../diff/write-steps.ts';
import type { SchemaDifference } from '../model/difference.ts';
import { notModelledBetween } from './proof/not-modelled.ts';
import { planTransition } from './proof/plan-transition.ts';
import { provePlan } from './proof/prove-plan.ts';
import { underNewNames } from './proof/under-new-names.ts';
import { missingNeeds, refuseMissingNeeds, refuseUnknownSchemas } from './sources/chosen-schemas.ts';
import { trimToVersion } from './sources/comparable.ts';
import { notesBetween } from './sources/diff-notes.ts';
import { type CompareOptions, loadBoth, loadOptions } from './sources/load-both.ts';
import type { LoadedSource } from './sources/loaded-source.ts';
import { notesOnOlderServer, refuseNewer } from './sources/older-server.ts';
import { assertProjectOptions } from './sources/one-project.ts';
import { idleRenames, renamesBetween } from './sources/source-renames.ts';
import { parseSource } from './sources/sources.ts';

export interface DiffOptions extends CompareOptions {
  /** As named on the command line. */
  readonly from: string;
  readonly to: string;
  /** `old=new`, told on the command line. */
  readonly renames: readonly string[];
  /** Block tables in use for moments only, at the price of more steps. */
  readonly online: boolean;
  /** Run the plan on a clone before it is shown. */
  readonly prove: boolean;
}

/** The proven way from one source to another. */
export async function diff(options: DiffOptions): Promise<SchemaDifference> {
  assertProjectOptions(options);
  const { cwd } = options;
  const [from, to] = await Promise.all([parseSource(options.from, cwd), parseSource(options.to, cwd)]);
  const load = await loadOptions([from, to], options);
  const loaded = await loadBoth(from, to, load);
  await using _before = loaded.before;
  await using _after = loaded.after;
  refuseUnknownSchemas([loaded.before.schema, loaded.after.schema], load);
  const renames = renamesBetween(loaded.before, loaded.after, options.renames, load.settings);
  await using goal = await underNewNames(loaded.after, loaded.before, renames, load);
  assertTargets(loaded.before.schema, goal.schema, renames);
  const { before, after } = onOneVersion(loaded.before, goal);
  refuseNewer(loaded.before.schema, goal.schema);
  const isProvable = options.prove && before.ground !== undefined;
  if (isProvable) refuseMissingNeeds(before.schema, after.schema, load);
  const plan = await planTransition(before.schema, after.schema, before.ground, {
    ...load,
    renames,
    online: options.online,
    // A name is not worth keeping anybody from their rows: of a database in use it is only told.
    beyondDefinitions: from.kind === 'live' ? 'copies' : 'copies-and-names',
  });
  const proven =
    options.prove && before.ground !== undefined && plan.steps.length > 0
      ? await provePlan(plan, after.schema, before.ground, load)
      : undefined;
  return {
    plan,
    sql: writeSteps(plan.steps),
    proof: proven?.proof,
    notModelled: notModelledBetween(before.schema, after.schema, proven?.reached),
    notes: [
      ...before.notes,
      ...after.notes,
      ...idleRenames(load.settings, before, after),
      ...notesBetween(before.schema, after.schema, load),
      ...(proven === undefined ? [] : notesOnOlderServer(loaded.before.schema)),
      ...(isProvable ? [] : missingNeeds(before.schema, after.schema)),
    ],
  };
}

/** Leaves out of both Schemas what the older of the two servers cannot express. */
function onOneVersion(
  before: LoadedSource,
  after: LoadedSource,
): { before: LoadedSource; after: LoadedSource } {
  const version = Math.min(before.schema.serverVersion, after.schema.serverVersion);
  const trimmed = (side: LoadedSource): LoadedSource => ({
    ...side,
    schema: trimToVersion(side.schema, version),
  });
  return { before: trimmed(before), after: trimmed(after) };
}
