import { readProgress, type UnitProgress } from '../deploy/progress.ts';
import { type Standing, standingOf } from '../deploy/standing.ts';
import { psqlCommandsIn } from '../explain/scripts.ts';
import { appliedMigrations, readLedger } from '../ledger/read.ts';
import { refuseSameVersions } from '../ledger/same-version.ts';
import { refuseOtherSchema, refuseStrangers } from '../ledger/strangers.ts';
import { assertWritable } from '../ledger/write.ts';
import { openLive, schemaOf } from '../live/open.ts';
import {
  countStatements,
  type DeployMigration,
  type Deployment,
  type PlannedMigration,
} from '../model/deployment.ts';
import { StrataError } from '../model/errors.ts';
import { isUnread } from '../model/finding.ts';
import { type History, runsTogether } from '../model/migration.ts';
import type { HazardKind } from '../model/plan.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { assertAgreed, planNameOn } from './deploy/agreed-plan.ts';
import { type Choice, chooseWork } from './deploy/choose-work.ts';
import { ledgerNotes, strangerNotes } from './deploy/deploy-notes.ts';
import { refuseOtherProject } from './deploy/other-project.ts';
import { type RunOptions, runOnLive } from './deploy/run-on-live.ts';
import { foreseeHazards } from './hazards/hazards.ts';
import { missingRights } from './hazards/missing-rights.ts';
import { judgeForeseen } from './hazards/preflight.ts';
import { refuseUnheld } from './hazards/unheld-characters.ts';
import { shownPath } from './sources/find-projects.ts';
import { migrationNamed } from './sources/index-of-migration.ts';
import { type ProjectOptions, readOneProject, refuseStrays } from './sources/one-project.ts';
import { refuseToPass } from './sources/programs.ts';
import { asError } from './sources/refuse-unread.ts';

export interface DeployOptions extends ProjectOptions, RunOptions, Choice {
  /** Kinds of hazards that the user accepts. */
  readonly allow: readonly HazardKind[];
  /** Changes nothing. */
  readonly dryRun: boolean;
  /** The plan that was agreed to; another one is refused. */
  readonly plan: string | undefined;
  readonly settle: 'done' | 'again' | undefined;
  /** Rehearse the pending migrations first, and look for hazards. */
  readonly rehearse: boolean;
}

const changedHint =
  'Files, the ledger or the database changed since. Look at it again: strata deploy --dry-run';

/** Applies pending migrations to a live database. They are planned and judged first, and refused where data would be lost. */
export async function deploy(given: DeployOptions): Promise<Deployment> {
  const project = await readOneProject(given);
  refuseStrays(project, given);
  const { root, settings, history } = project;
  const retried = given.retry === undefined ? undefined : migrationNamed(history, given.retry);
  const options = { ...given, retry: retried?.name };
  const seen = await look(options, history, settings);
  const { work, decidedOn, hazards, ...report } = seen;
  const planned = {
    dir: shownPath(root.dir, options.cwd),
    folder: history.folder,
    ...report,
    hazards,
  };
  if (options.plan !== undefined) assertAgreed(options.plan, report.plan, changedHint);
  const isRefused = hazards.some((hazard) => hazard.isRefused);
  if (options.dryRun || isRefused || work.length === 0)
    return { ...planned, ok: !isRefused, outcome: undefined };
  const { retry, done, settle } = options;
  const outcome = await runOnLive(options, {
    direction: 'up',
    history,
    work,
    decidedOn,
    retry,
    done,
    settle,
  });
  return { ...planned, ok: outcome.failure === undefined, outcome };
}

interface Look extends Pick<Deployment, 'shownUrl' | 'plan' | 'pending' | 'hazards' | 'notes'> {
  readonly work: readonly DeployMigration[];
  readonly decidedOn: Standing;
}

/** Decides everything before anything is changed; reads only. */
async function look(options: DeployOptions, history: History, settings: ProjectSettings): Promise<Look> {
  await using live = await openLive(options.url);
  const state = await readLedger(live, history);
  await refuseStrangers(live, history, state);
  if (options.rehearse) await refuseOtherProject(live, history, state, settings);
  refuseSameVersions(state);
  const progress = await readProgress(live, state);
  const work = chooseWork(options, history, state, progress);
  refuseUnreadable(history, work, options);
  const places = work.map(({ migration }) => history.migrations.indexOf(migration));
  if (!options.outOfOrder)
    refuseToPass(state.openPrograms, history, Math.min(...places), Math.max(...places));
  refusePsqlOnly(history, work);
  if (work.length > 0) {
    assertWritable(state.ledger);
    await refuseOtherSchema(live, state.ledger, schemaOf(options.url));
    await refuseUnheld(live, state.ledger, work);
  }
  const foreseen =
    options.rehearse && work.length > 0
      ? await foreseeHazards(
          history,
          appliedMigrations(state),
          work.map(({ migration }) => migration),
          settings,
          runsTogether(history),
        )
      : { hazards: [], creations: [], notes: [] };
  return {
    shownUrl: live.shownUrl,
    plan: planNameOn(options.url, state, progress, 'deploy', whatRuns(options, work)),
    pending: work.map((one) => pendingOf(one, progress.get(one.migration.name) ?? [])),
    hazards: [
      ...(await missingRights(live, foreseen.creations, work, { ...options, ...state })),
      ...(await judgeForeseen(live, foreseen.hazards, options)),
    ],
    notes: [
      ...(await strangerNotes(live, state, work)),
      ...foreseen.notes,
      ...ledgerNotes(options, history, state, work),
    ],
    work,
    decidedOn: standingOf(state, progress),
  };
}

function pendingOf({ migration, units }: DeployMigration, notes: readonly UnitProgress[]): PlannedMigration {
  return {
    name: migration.name,
    statements: countStatements(units),
    units: units.length,
    done: notes.filter(({ state }) => state === 'done').length,
    sql: units.flatMap(({ statements }) =>
      statements.map(({ number, line, sql }) => ({ number, line, sql })),
    ),
  };
}

/**
 * Throws for a file that cannot be read, which is not an empty migration, and for a placeholder without a value, which is no SQL.
 * A rehearsal runs behind the applied ones, and so needs their files as well.
 */
function refuseUnreadable(
  { dir, findings }: History,
  work: readonly DeployMigration[],
  { cwd, rehearse }: DeployOptions,
): void {
  const names = new Set(work.map(({ migration }) => migration.name));
  const found = findings.find((finding) => {
    const { rule, migration } = finding;
    if (isUnread(finding) && rehearse && work.length > 0) return true;
    return (
      (migration === undefined || rule === 'missing-migration-file' || names.has(migration)) &&
      (isUnread(finding) ||
        (finding.severity === 'error' && rule === 'encoding') ||
        rule === 'unknown-placeholder')
    );
  });
  if (found !== undefined) throw asError(found, shownPath(dir, cwd));
}

/** Throws for commands of psql: what psql would have run or loaded would be missing, while the ledger said "applied". */
function refusePsqlOnly(history: History, work: readonly DeployMigration[]): void {
  if (history.runner !== 'plain') return;
  const [found] = work.flatMap(({ migration }) => psqlCommandsIn(migration));
  if (found === undefined) return;
  const { text, migration, where } = found;
  const message = `\`${text}\` in ${migration} is a command of psql: the migration would be recorded as applied, but without what psql does there`;
  throw new StrataError('project', message, {
    hint: 'Write into the migration what the line stands for, or take the line out; or apply this one with psql and record it.',
    where,
  });
}

/** The texts that run, and what the user says of statements that an earlier run has begun. */
function whatRuns({ retry, done, settle }: DeployOptions, work: readonly DeployMigration[]): unknown {
  return [work.map(({ migration }) => [migration.name, migration.hash]), retry, done, settle];
}
