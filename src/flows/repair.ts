import type { Refusal } from '../deploy/run-unit.ts';
import { writeSteps } from '../diff/write-steps.ts';
import { databaseNamed } from '../live/open.ts';
import { StrataError } from '../model/errors.ts';
import { joinHints } from '../model/hint.ts';
import { titleOf } from '../model/object-id.ts';
import type { Repair, RepairOutcome } from '../model/repair.ts';
import { few } from '../model/words.ts';
import { assertAgreed, planName } from './deploy/agreed-plan.ts';
import { differingObjects } from './drift/objects.ts';
import { areAlike, openSides, type Sides } from './drift/sides.ts';
import { applyPlanned } from './repair/apply.ts';
import { type Planned, planSettlement, type RepairOptions, type Settlement } from './repair/settle.ts';
import { shownPath } from './sources/find-projects.ts';
import { refuseStrays } from './sources/one-project.ts';
import { refuseUnread } from './sources/refuse-unread.ts';

/** Settles drift in one of three ways: planned, proven and shown first, and done only for the plan that was agreed to. */
export async function repair(options: RepairOptions): Promise<Repair> {
  await using sides = await openSides(options);
  refuseStrays(sides, options);
  refuseUnread(sides.history, options.cwd);
  refuseBroken(sides, options.settlement);
  const planned = await planSettlement(sides, options);
  const { isEmpty, isRefused, units: _, essence, prepare: __, forgotten, ...report } = planned;
  const plan = isEmpty ? undefined : planId(options, sides, essence);
  const shown: Repair = {
    ...report,
    ok: !isRefused,
    kind: options.settlement.kind,
    dir: shownPath(sides.root.dir, options.cwd),
    shownUrl: sides.shownUrl,
    plan,
    sql: writeSteps(planned.steps),
    outcome: undefined,
  };
  if (options.apply === undefined) return shown;
  assertAgreed(
    options.apply,
    plan,
    'The database, the files or the other options are not those of that plan. Look at it again without --apply.',
  );
  if (isRefused) return shown;
  const failure = await applyPlanned({
    ...options,
    program: 'strata repair',
    name: options.settlement.kind,
    reading: sides.reading,
    decidedOn: sides.standing,
    history: sides.history,
    units: planned.units,
    prepare: planned.prepare,
    started: new Set(sides.unfinished.map(({ name }) => name)),
    forgotten,
    hintIfChanged: 'Nothing was changed. Look at it again without --apply.',
  });
  if (failure !== undefined)
    return { ...shown, ok: false, outcome: { failure: failureOf(failure), left: [] } };
  const left = await leftOf(options, planned).catch((error: unknown) => {
    throw behindDone(error, planned);
  });
  return { ...shown, ok: left.length === 0, outcome: { failure: undefined, left } };
}

/** Throws where the history fails, since there is no state to go back to, and while somebody deploys. */
function refuseBroken({ rehearsal, deployer, history }: Sides, { kind }: Settlement): void {
  const failed = rehearsal.trace.migrations.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined && kind !== 'record') {
    throw new StrataError('project', `${history.folder} does not replay: ${failed.migration} fails`, {
      hint: 'strata check explains why. Until that is mended nobody knows what the history makes. What only needs a superuser runs with --superuser.',
    });
  }
  if (deployer !== undefined)
    throw new StrataError('live', `somebody is deploying to this database: ${deployer}`, {
      hint: 'Nothing was changed. Wait for them to finish.',
    });
}

function planId({ url, settlement }: RepairOptions, { reading }: Sides, essence: unknown): string {
  return planName(settlement.kind, databaseNamed(url), reading.hash, essence);
}

function failureOf({ statement, error, blockers }: Refusal): RepairOutcome['failure'] {
  return { sql: statement.sql, code: error.code, message: error.message, blockers };
}

/** What went wrong when the database was read again, with what took effect before that. */
function behindDone(error: unknown, { files, recorded }: Planned): unknown {
  if (!(error instanceof StrataError) || error.code === 'internal') return error;
  const { code, message, advice, where, cause } = error;
  const wrote =
    files.length === 0
      ? ''
      : ` Written: ${few(
          files.map(({ file }) => file),
          3,
        )}.`;
  const noted = recorded.length === 0 ? '' : ` Recorded as applied: ${few(recorded, 3)}.`;
  return new StrataError(code, message, {
    hint: joinHints(
      `The repair is done, and it stays.${wrote}${noted} Whether anything still differs could not be read: strata drift tells it.`,
      advice,
    ),
    ...(where === undefined ? {} : { where }),
    cause,
  });
}

/** Reads both sides again, where objects were settled. Returns those that still differ. */
async function leftOf(options: RepairOptions, { objects }: Planned): Promise<readonly string[]> {
  if (objects.length === 0) return [];
  await using after = await openSides(options);
  const wanted = new Set<string>(objects.map(({ id }) => id));
  return differingObjects(after)
    .filter(({ id, ids }) => wanted.has(id) && !areAlike(ids, after.expected, after.live))
    .map(titleOf);
}
