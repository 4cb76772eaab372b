import type { Queryable } from '../db/queryable.ts';
import { isOfDown, migrationOf, readProgress, type UnitProgress } from '../deploy/progress.ts';
import { unitsBehind } from '../deploy/retry.ts';
import { type Standing, standingOf } from '../deploy/standing.ts';
import { explainScripts } from '../explain/scripts.ts';
import { findLookAlikes } from '../ledger/find.ts';
import { appliedMigrations, readLedger } from '../ledger/read.ts';
import { refuseSameVersions } from '../ledger/same-version.ts';
import { refuseOtherSchema, refuseStrangers } from '../ledger/strangers.ts';
import { assertWritable, tellsFailures } from '../ledger/write.ts';
import { openLive, placeOf, schemaOf } from '../live/open.ts';
import type { DeployMigration, Deployment } from '../model/deployment.ts';
import { StrataError } from '../model/errors.ts';
import { isUnread } from '../model/finding.ts';
import type { LedgerEntry, LedgerState } from '../model/ledger.ts';
import { type History, runsTogether } from '../model/migration.ts';
import type { HazardKind } from '../model/plan.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { few } from '../model/words.ts';
import { composeUnits } from '../replay/units.ts';
import { refuseOtherProject } from './compare/other-project.ts';
import { assertAgreed, planName } from './deploy/agreed-plan.ts';
import { foreseeHazards } from './deploy/hazards.ts';
import { judgeForeseen } from './deploy/preflight.ts';
import { type RunOptions, runOnLive } from './deploy/run-on-live.ts';
import { shownPath } from './sources/find-projects.ts';
import { indexOfMigration } from './sources/index-of-migration.ts';
import { type ProjectOptions, readOneProject } from './sources/one-project.ts';
import { noteOnPrograms, refuseToPass } from './sources/programs.ts';
import { asError } from './sources/refuse-unread.ts';

export interface DeployOptions extends ProjectOptions, RunOptions {
  /** Kinds of hazards that the user accepts. */
  readonly allow: readonly HazardKind[];
  /** Changes nothing. */
  readonly dryRun: boolean;
  /** The plan that was agreed to; another one is refused. */
  readonly plan: string | undefined;
  /** The last migration to apply. */
  readonly to: string | undefined;
  readonly outOfOrder: boolean;
  readonly retry: string | undefined;
  /** How many of its statements took effect. */
  readonly done: number | undefined;
  readonly settle: 'done' | 'again' | undefined;
  /** Rehearse the pending migrations first, and look for hazards. */
  readonly rehearse: boolean;
}

const changedHint =
  'Files, the ledger or the database changed since. Look at it again: strata deploy --dry-run';

/** Applies pending migrations to a live database. They are planned and judged first, and refused where data would be lost. */
export async function deploy(given: DeployOptions): Promise<Deployment> {
  const { root, settings, history } = await readOneProject(given);
  const retried = given.retry === undefined ? undefined : indexOfMigration(history, given.retry);
  const options = { ...given, retry: history.migrations[retried ?? -1]?.name };
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
  refuseUnreadable(history, work, options.cwd);
  const places = work.map(({ migration }) => history.migrations.indexOf(migration));
  if (!options.outOfOrder)
    refuseToPass(state.openPrograms, history, Math.min(...places), Math.max(...places));
  refusePsqlOnly(history, work);
  if (work.length > 0) {
    assertWritable(state.ledger);
    await refuseOtherSchema(live, state.ledger, schemaOf(options.url));
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
      : { hazards: [], notes: [] };
  return {
    shownUrl: live.shownUrl,
    plan: planId(options.url, state, work),
    pending: work.map(({ migration, units }) => ({
      name: migration.name,
      statements: units.reduce((sum, { statements }) => sum + statements.length, 0),
      units: units.length,
      done: progress.get(migration.name)?.filter((row) => row.state === 'done').length ?? 0,
      sql: units.flatMap(({ statements }) =>
        statements.map(({ number, line, sql }) => ({ number, line, sql })),
      ),
    })),
    hazards: await judgeForeseen(live, foreseen.hazards, options),
    notes: [
      ...(await strangerNotes(live, state, work)),
      ...foreseen.notes,
      ...notesOf(options, history, state, work),
    ],
    work,
    decidedOn: standingOf(state, progress),
  };
}

/**
 * Throws for a file that cannot be read, which is not an empty migration, and for a placeholder without a value, which is no SQL.
 */
function refuseUnreadable({ dir, findings }: History, work: readonly DeployMigration[], cwd: string): void {
  const names = new Set(work.map(({ migration }) => migration.name));
  const found = findings.find((finding) => {
    const { rule, migration } = finding;
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
  const pending = { ...history, migrations: work.map(({ migration }) => migration) };
  const found = explainScripts(pending).find(({ rule }) => rule === 'psql-command');
  if (found === undefined) return;
  throw new StrataError('project', found.message.replace('the rehearsal left out', 'nobody else knows'), {
    hint: 'Write its SQL or its rows into the migration, or apply this one with psql and record it.',
    ...(found.where === undefined ? {} : { where: found.where }),
  });
}

function chooseWork(
  { to, outOfOrder, retry, done }: DeployOptions,
  history: History,
  state: LedgerState,
  progress: ReadonlyMap<string, readonly UnitProgress[]>,
): readonly DeployMigration[] {
  const last = to === undefined ? history.migrations.length - 1 : indexOfMigration(history, to);
  const open = state.entries.filter(
    ({ state: is, migration }) =>
      is !== 'applied' && migration !== undefined && history.migrations.indexOf(migration) <= last,
  );
  const stuck = state.entries.find(({ state: is, migration }) => is === 'failed' && migration === undefined);
  if (stuck !== undefined) {
    throw new StrataError('live', `${stuck.name} was begun and never finished, and this folder lacks it`, {
      hint: 'Nothing was changed. Take the version of the project that holds it, and look there: strata status',
    });
  }
  const late = open.filter((entry) => entry.isOutOfOrder);
  if (late.length > 0 && !outOfOrder) {
    throw new StrataError(
      'live',
      `${late.map(({ name }) => name).join(', ')} would run after migrations that come later`,
      {
        hint: 'Nothing was changed. If that is meant (branches were merged), say --out-of-order; else give it a later name.',
      },
    );
  }
  const leaving = [...progress.keys()].find(isOfDown);
  if (leaving !== undefined) {
    const name = migrationOf(leaving);
    throw new StrataError('live', `${name} is half taken back`, {
      hint: `Nothing was changed. \`strata rollback --to MIGRATION\` goes on with it, back to a migration before it. Where all of it is there again, that is settled with: strata repair --record ${name}`,
    });
  }
  const failed = open.find(({ name, state: is }) => is === 'failed' && !progress.has(name) && retry !== name);
  if (failed !== undefined) {
    throw new StrataError('live', `${failed.name} was begun and never finished`, {
      hint: `Nothing was changed. \`strata status\` tells what is known of it. Once nothing of it is in the database: strata deploy --retry ${failed.name}`,
    });
  }
  refuseBlindRetry(open, progress, retry, done);
  const work = open.flatMap(({ migration }) => (migration === undefined ? [] : [composeUnits(migration)]));
  const named = open.find(({ name }) => name === retry);
  if (named !== undefined && done !== undefined) refuseUntrueDone(named, state, work, done);
  return work;
}

/** Throws where so many statements of a migration cannot have taken effect: a deploy would pass them over for ever. */
function refuseUntrueDone(
  { name, state: is }: LedgerEntry,
  { ledger }: LedgerState,
  work: readonly DeployMigration[],
  done: number,
): void {
  for (const one of work) if (one.migration.name === name) unitsBehind(one, done);
  if (done === 0 || is === 'failed' || !tellsFailures(ledger)) return;
  throw new StrataError('usage', `${name} did not fail: ${ledger.kind} calls it pending`, {
    hint: `Nothing was changed. Without --retry and --done it runs from its start; what of it is there already has to go before that. \`strata status\` names what failed.`,
  });
}

/**
 * Throws where a migration that does not run in one transaction is to run again from its start: some of its statements could run
 * twice.
 */
function refuseBlindRetry(
  open: readonly LedgerEntry[],
  progress: ReadonlyMap<string, readonly UnitProgress[]>,
  retry: string | undefined,
  done: number | undefined,
): void {
  const named = open.find(({ name }) => name === retry);
  if (named?.migration === undefined || done !== undefined) return;
  if (progress.has(named.name)) {
    throw new StrataError(
      'usage',
      `${named.name} is half applied, and --retry alone does not say what of it is there`,
      {
        hint: `Without --retry it goes on where it had stopped. Where something else is there by now, --done says how many of its statements took effect, 0 for none: strata deploy --retry ${named.name} --done N`,
      },
    );
  }
  const { units } = composeUnits(named.migration);
  if (named.state !== 'failed' || units.length < 2) return;
  throw new StrataError('usage', `${named.name} does not run in one transaction: a part of it may be there`, {
    hint: `\`strata status\` tells which of its statements took effect. Say how many with --done, 0 for none: strata deploy --retry ${named.name} --done N`,
  });
}

/** Notes on a database that has tables but no ledger: something else than this history filled it. */
async function strangerNotes(
  live: Queryable,
  { ledger }: LedgerState,
  work: readonly DeployMigration[],
): Promise<readonly string[]> {
  if (ledger.exists || work.length === 0) return [];
  const [found] = await live.query<{ tables: number }>(
    `SELECT count(*)::int AS tables FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname = pg_catalog.current_schema()
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')`,
  );
  const tables = found?.tables ?? 0;
  const alike = await findLookAlikes(live, ledger);
  const notes = alike.map(
    (name) => `${name} could be their ledger. If it is, strata.config says so: ledger: '${name}'`,
  );
  if (tables === 0) return notes;
  const what = tables === 1 ? 'a table' : `${tables} tables`;
  return [
    `The database holds ${what} and no ledger. If these migrations have made them, they must be recorded first: applied again they fail, or change what is there.`,
    ...notes,
  ];
}

function notesOf(
  options: DeployOptions,
  history: History,
  state: LedgerState,
  work: readonly DeployMigration[],
): readonly string[] {
  const unknown = state.entries.filter(({ migration }) => migration === undefined).map(({ name }) => name);
  const isKnown = state.entries.some((one) => one.migration !== undefined && one.state !== 'pending');
  const lastPlace = Math.max(...work.map(({ migration }) => history.migrations.indexOf(migration)));
  const edited = state.entries.filter(({ text }) => text === 'edited').map(({ name }) => name);
  return [
    ...(unknown.length === 0
      ? []
      : [
          `The database has ${few(unknown, 5)}, which this folder does not hold.`,
          ...(isKnown || work.length === 0
            ? []
            : [
                'It has none that this folder holds: is it the right database? After a squash, run what it printed for the ledger first.',
              ]),
        ]),
    ...(edited.length === 0
      ? []
      : [`Edited since applied: ${few(edited, 5)}. \`strata status\` says what that means.`]),
    ...(runsTogether(history) && work.length > 1
      ? [
          `${work.length} migrations share one transaction: the locks of the first are held until the last is done.`,
        ]
      : []),
    ...noteOnPrograms(
      state.openPrograms.filter(({ isPassed, index }) => isPassed || index <= lastPlace),
      'Strata passes it over, and its own runner may refuse to run it now.',
    ),
    ...(options.rehearse || work.length === 0 ? [] : ['Not rehearsed: no hazard was looked for.']),
  ];
}

function planId(url: string, { ledger }: LedgerState, work: readonly DeployMigration[]): string {
  const what = work.map(({ migration }) => [migration.name, migration.hash]);
  return planName(placeOf(url), ledger.kind, ledger.schema, ledger.table, what);
}
