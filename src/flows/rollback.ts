import { migrationOf, nameOfDown, readProgress, refuseOtherText } from '../deploy/progress.ts';
import { standingOf } from '../deploy/standing.ts';
import { refuseBaselined } from '../ledger/baselined.ts';
import { appliedMigrations, isRepeatable, readLedger } from '../ledger/read.ts';
import { refuseSameVersions } from '../ledger/same-version.ts';
import { refuseOtherSchema, refuseStrangers } from '../ledger/strangers.ts';
import { assertWritable } from '../ledger/write.ts';
import { openLive, schemaOf } from '../live/open.ts';
import type { Rollback } from '../model/deployment.ts';
import { StrataError } from '../model/errors.ts';
import type { LedgerState } from '../model/ledger.ts';
import type { History, Migration } from '../model/migration.ts';
import type { DownProof } from '../model/proof.ts';
import type { Schema } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { assertAgreed, planNameOn } from './deploy/agreed-plan.ts';
import { composeDown, downAsMigration } from './deploy/compose-down.ts';
import { type RunOptions, runOnLive } from './deploy/run-on-live.ts';
import type { DeployOptions } from './deploy.ts';
import { foreseeHazards } from './hazards/hazards.ts';
import { judgeForeseen } from './hazards/preflight.ts';
import { advance } from './proof/advance.ts';
import { proveDown, withoutDown } from './proof/prove-down.ts';
import { refuseLostRepeatables } from './proof/prove-repeatables.ts';
import { groundFor, type LoadOptions, openPrelude, readDatabase } from './rehearsal/ground.ts';
import { doesNotReplay } from './rehearsal/open-history.ts';
import { shownPath } from './sources/find-projects.ts';
import { indexOfMigration } from './sources/index-of-migration.ts';
import { type ProjectOptions, readOneProject, refuseStrays } from './sources/one-project.ts';
import { refuseToStay } from './sources/programs.ts';
import { refuseUnread } from './sources/refuse-unread.ts';

export interface RollbackOptions
  extends ProjectOptions,
    RunOptions,
    Pick<DeployOptions, 'allow' | 'dryRun' | 'plan' | 'settle'> {
  /** The last migration that stays; `none` takes all of them back. */
  readonly to: string;
}

const changedHint = 'Files or the ledger changed since. Look at it again: strata rollback --dry-run';

/** Takes applied migrations back by their downs. Each is proven with rows first, and what is lost is told beforehand. */
export async function rollback(options: RollbackOptions): Promise<Rollback> {
  const project = await readOneProject(options);
  refuseStrays(project, options);
  const { root, settings, history } = project;
  refuseUnread(history, options.cwd);
  await using live = await openLive(options.url);
  const state = await readLedger(live, history);
  await refuseStrangers(live, history, state);
  refuseSameVersions(state);
  const applied = appliedMigrations(state);
  const leaving = chooseLeaving(history, state, applied, options.to);
  const progress = await readProgress(live, state);
  refuseHalfDone(progress.keys(), leaving);
  const work = leaving.map((migration) => composeDown(migration, history));
  for (const one of work) refuseOtherText(one, progress.get(nameOfDown(one.migration.name)) ?? [], 'down');
  refuseBaselined(state, leaving);
  refuseToStay(state.openPrograms, history, lastToStay(history, options.to));
  if (leaving.length > 0) {
    assertWritable(state.ledger);
    await refuseOtherSchema(live, state.ledger, schemaOf(options.url));
  }
  const downs = await proveDowns(history, applied, leaving, settings, options.cwd);
  const downMigrations = leaving.map((one) => downAsMigration(one, history));
  const foreseen =
    leaving.length === 0 ? { hazards: [] } : await foreseeHazards(history, applied, downMigrations, settings);
  if (downs.every(({ verdict }) => verdict === 'proven' || verdict === 'stops-on-rows'))
    await refuseLostRepeatables(history, applied, leaving, downMigrations, settings);
  const hazards = await judgeForeseen(live, foreseen.hazards, options);
  const plan = planNameOn(options.url, state, progress, 'rollback', whatRuns(options, leaving));
  if (options.plan !== undefined) assertAgreed(options.plan, plan, changedHint);
  const seen = {
    dir: shownPath(root.dir, options.cwd),
    folder: history.folder,
    shownUrl: live.shownUrl,
    plan,
    downs,
    hazards,
  };
  const isRefused =
    hazards.some((hazard) => hazard.isRefused) ||
    downs.some(({ verdict }) => verdict === 'unproven' || verdict === 'no-down');
  if (isRefused || options.dryRun || leaving.length === 0)
    return { ...seen, ok: !isRefused, outcome: undefined };
  const outcome = await runOnLive(options, {
    direction: 'down',
    history,
    work,
    decidedOn: standingOf(state, progress),
    retry: undefined,
    done: undefined,
    settle: options.settle,
  });
  return { ...seen, ok: outcome.failure === undefined, outcome };
}

/** The index of the last migration that stays, -1 for none. */
function lastToStay(history: History, to: string): number {
  return to === 'none' ? -1 : indexOfMigration(history, to);
}

/** The applied migrations behind `to`, newest first. */
function chooseLeaving(
  history: History,
  state: LedgerState,
  applied: readonly Migration[],
  to: string,
): readonly Migration[] {
  const last = lastToStay(history, to);
  const isStaying = last === -1 || applied.includes(history.migrations[last] as Migration);
  if (!isStaying) {
    throw new StrataError('usage', `${to} is not applied, so there is no way back to it`, {
      hint: '`strata status` lists what is applied.',
    });
  }
  const leaving = applied
    .filter((one) => history.migrations.indexOf(one) > last && !isRepeatable(one))
    .toReversed();
  const names = new Set(leaving.map(({ name }) => name));
  const open = state.entries.find(({ state: is }) => is === 'failed');
  if (open !== undefined) throw unfinished(open.name);
  const unknown = state.entries.find(({ migration }) => migration === undefined);
  const edited = state.entries.find(({ name, text }) => text === 'edited' && names.has(name));
  if (unknown !== undefined || edited !== undefined) {
    const what =
      unknown !== undefined
        ? `the database has ${unknown.name}, which this folder does not hold`
        : `${edited?.name} was edited since it was applied`;
    throw new StrataError('live', `${what}: its down cannot be proven for what is there`, {
      hint: 'Nothing was changed. Take the version of the project that was deployed.',
    });
  }
  return leaving;
}

/**
 * Throws where another migration is half applied or half taken back: the downs are proven for a database that has all of a migration
 * or nothing. Most ledgers have no word for it.
 */
function refuseHalfDone(underWay: Iterable<string>, leaving: readonly Migration[]): void {
  const goingOn = new Set(leaving.map(({ name }) => nameOfDown(name)));
  const other = [...underWay].find((name) => !goingOn.has(name));
  if (other !== undefined) throw unfinished(migrationOf(other));
}

function unfinished(name: string): StrataError {
  return new StrataError('live', `${name} was begun and never finished`, {
    hint: 'Nothing was changed. Finish it first: `strata status` tells what is known of it.',
  });
}

/** Each down is run, with rows, from where the database stands: after the migrations that are applied. */
async function proveDowns(
  history: History,
  applied: readonly Migration[],
  leaving: readonly Migration[],
  settings: ProjectSettings,
  cwd: string,
): Promise<readonly DownProof[]> {
  if (leaving.length === 0) return [];
  const load: LoadOptions = { cwd, settings, ...groundFor(history) };
  await using engine = await openPrelude(load);
  const ground = { engine, database: engine.main };
  const proofs: DownProof[] = [];
  let before: Schema | undefined;
  for (const [i, migration] of applied.entries()) {
    let after: Schema | undefined;
    if (leaving.includes(migration) && migration.down !== undefined) {
      before ??= await readDatabase(engine.main, load);
      const result = await proveDown(ground, { migration, layout: history.layout, before }, load);
      proofs.push(result.proof);
      after = result.after;
    } else if (leaving.includes(migration)) proofs.push(withoutDown(migration));
    const refused = await advance(ground, { ...history, migrations: applied }, i, settings);
    if (refused !== undefined) throw doesNotReplay(history, migration.name, refused.error.message);
    before = after;
  }
  return proofs.toReversed();
}

/** The texts that run, and what the user says of a statement that an earlier run has begun. */
function whatRuns({ settle }: RollbackOptions, leaving: readonly Migration[]): unknown {
  return [leaving.map(({ name, hash, down }) => [name, hash, down?.text ?? null]), settle];
}
