import type { ServerError } from '../../db/session.ts';
import { diffSchemas } from '../../diff/diff.ts';
import { planChanges } from '../../diff/plan.ts';
import type { Database } from '../../engine/engine.ts';
import { StrataError } from '../../model/errors.ts';
import type { Change, Plan, Step } from '../../model/plan.ts';
import type { Proof } from '../../model/proof.ts';
import type { Schema } from '../../model/schema.ts';
import { connectReader } from '../../replay/read-as-maker.ts';
import { applySteps, type RefusedStep } from '../rehearsal/apply-steps.ts';
import { actingRole, type Ground, type LoadOptions, readDatabase } from '../rehearsal/ground.ts';
import { refusedByChoice, unmadeByChoice } from '../sources/chosen-schemas.ts';
import { trimToVersion } from '../sources/comparable.ts';
import { createServerThings } from '../sources/server-things.ts';
import { findChangedValues } from './changed-values.ts';
import { readTableNames, undeclaredChanges, undeclaredLosses } from './declared-losses.ts';
import {
  countRows,
  countRowsAgain,
  describeLoss,
  findLosses,
  type LostRows,
  type TableCounts,
  underFormerNames,
} from './row-counts.ts';
import type { SampleRows } from './sample-rows.ts';
import { isAboutRows, type StoppedByRows, stoppedByRows, tryWithRows } from './try-with-rows.ts';

/** What a proof has shown, and the schema that the plan has led to. */
export interface ProvenPlan {
  readonly proof: Proof;
  readonly reached: Schema;
}

/** What a run of the plan has shown. */
interface Outcome {
  readonly reached: Schema;
  readonly losses: readonly LostRows[];
  readonly filled: readonly string[];
  /** Tables whose rows nobody could count. */
  readonly uncounted: readonly string[];
}

/**
 * Runs a plan on a clone of its starting point that holds sample rows, and reads it again: the difference to the goal must be
 * empty, a second plan must be empty, and rows must still be there with their values. Throws an `unproven` error that names the
 * object where not.
 */
export async function provePlan(
  plan: Plan,
  to: Schema,
  ground: Ground,
  options: LoadOptions,
): Promise<ProvenPlan> {
  await createServerThings(ground.database, to);
  const { result, withoutRows, stops } = await tryWithRows(
    ground,
    actingRole(options.settings),
    (clone, sample) => runOnce(plan, to, ground, clone, sample, options),
  );
  const lost = new Set(result.losses.map(({ table }) => table));
  const proof: Proof = {
    survived: result.filled.filter((name) => !lost.has(name) && !result.uncounted.includes(name)).sort(),
    destroyed: result.losses.map(describeLoss),
    withoutRows: [...withoutRows, ...result.uncounted].sort(),
    stops: stops.map(({ message }) => message),
  };
  return { proof, reached: result.reached };
}

async function runOnce(
  plan: Plan,
  to: Schema,
  ground: Ground,
  clone: Database,
  sample: SampleRows,
  options: LoadOptions,
): Promise<Outcome | StoppedByRows> {
  const role = actingRole(options.settings);
  const oids = sample.filled.map(({ oid }) => oid);
  await using reader = await connectReader(clone, options.settings);
  const before = await countRows(reader, oids);
  // What is renamed and then replaced is found again by its new name.
  const [renames, rest] = withoutRenames(plan.steps);
  const notRenamed = await applySteps(clone, role, renames);
  const renamed = renames.length === 0 ? before : await countRows(reader, oids);
  const names = await readTableNames(reader);
  const refused = notRenamed ?? (await applySteps(clone, role, rest));
  if (refused !== undefined) {
    const stopped = stoppedByRows(refused.error, sample, refused.step);
    if (stopped !== undefined) return stopped;
    throw await refusal(refused, to, ground, options);
  }
  const reached = await assertArrived(clone, to, options);
  const counts = await countRowsAgain(reader, renamed);
  const losses = findLosses(renamed, counts);
  const namesAfter = await readTableNames(reader);
  const [silent] = undeclaredLosses(losses, plan, names, namesAfter);
  if (silent !== undefined) throw silentLoss(`loses ${describeLoss(silent)}`);
  const changed = findChangedValues(renamed, counts, to);
  const [other] = undeclaredChanges(changed, plan, names, namesAfter);
  if (other !== undefined) throw silentLoss(`changes ${describeLoss(other)}`);
  return {
    reached,
    losses: underFormerNames(losses, renamed, before),
    filled: sample.filled.map(({ name }) => name),
    uncounted: uncounted(before, counts),
  };
}

/** The tables whose rows could not be counted, before or after. */
function uncounted(before: TableCounts, after: TableCounts): readonly string[] {
  const isUncounted = (counts: TableCounts, oid: number) =>
    counts.has(oid) && counts.get(oid)?.rows === undefined;
  return [...before.values()]
    .filter(({ oid }) => isUncounted(before, oid) || isUncounted(after, oid))
    .map(({ name }) => name);
}

/** The error of a plan that does more to rows than it says. */
function silentLoss(deed: string): StrataError {
  return new StrataError('unproven', `the plan ${deed} without saying so`, {
    hint: 'Nothing was written. This is a gap of Strata: please report it with both definitions.',
  });
}

/** Divides the steps into the renames that come before all else, and the rest. */
function withoutRenames(steps: readonly Step[]): readonly [readonly Step[], readonly Step[]] {
  const end = steps.findIndex(({ verb }) => verb !== 'rename');
  return end === -1 ? [steps, []] : [steps.slice(0, end), steps.slice(end)];
}

/** The error of a plan that PostgreSQL refuses at a step. */
async function refusal(
  { step, error }: RefusedStep,
  to: Schema,
  { database }: Ground,
  options: LoadOptions,
): Promise<StrataError> {
  const isChoice = options.schemas !== undefined || options.exclude !== undefined;
  const byChoice =
    isChoice && error.code !== '42501' && !isAboutRows(error)
      ? refusedByChoice(step.object, await readDatabase(database, options), to, options)
      : undefined;
  const message = `the plan does not run: ${error.message} (${error.code}) at\n${step.sql}`;
  return byChoice ?? new StrataError('unproven', message, { hint: hintOf(error, step, options) });
}

/** A hint for a step that is refused although no sample row is in its way. */
function hintOf(error: ServerError, step: Step, { settings }: LoadOptions): string {
  if (error.code === '42501' && actingRole(settings) !== 'superuser')
    return 'The plan ran as an ordinary owner. If it is meant for a superuser: --superuser';
  if (isAboutRows(error))
    return 'Nothing was written. Rows that the starting point itself brings stand against it: change them there first, or leave them out.';
  return `Nothing was written. The step is about ${step.object}; please report it with the two definitions of that object.`;
}

/** Throws an `unproven` error where something still differs, or where a plan for the rest has steps. */
async function assertArrived(clone: Database, to: Schema, options: LoadOptions): Promise<Schema> {
  const reached = trimToVersion(await readDatabase(clone, options), to.serverVersion);
  const left = diffSchemas(reached, to);
  const [first] = left;
  if (first !== undefined) throw unmadeByChoice(first.id, reached, to, options) ?? unproven(left);
  const again = planChanges(reached, to).steps;
  if (again.length > 0)
    throw new StrataError('unproven', `a second plan is not empty: ${again[0]?.sql}`, {
      hint: 'Nothing was written. This is a gap of Strata: please report it with both definitions.',
    });
  return reached;
}

/** The error of a plan that does not arrive, with both definitions of the first object that differs. */
function unproven(left: readonly Change[]): StrataError {
  const [first] = left as [Change, ...Change[]];
  const more = left.length > 1 ? ` and ${left.length - 1} more` : '';
  const reached = first.kind === 'create' ? 'nothing' : JSON.stringify(first.before.definition);
  const wanted = first.kind === 'drop' ? 'nothing' : JSON.stringify(first.after.definition);
  return new StrataError(
    'unproven',
    `the plan does not arrive: ${first.id}${more} still differs\n  reached: ${reached}\n  wanted:  ${wanted}`,
    {
      hint: 'Nothing was written. This is a gap of Strata: please report it with both definitions.',
    },
  );
}
