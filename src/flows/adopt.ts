import { join } from 'node:path';
import type { Queryable } from '../db/queryable.ts';
import { readProgress } from '../deploy/progress.ts';
import { type Standing, standingOf } from '../deploy/standing.ts';
import { diffSchemas } from '../diff/diff.ts';
import { writeSteps } from '../diff/write-steps.ts';
import { pulledMigration, writeIntoPulled } from '../history/layouts/drizzle-journal.ts';
import { slugOf } from '../history/next-name.ts';
import { readHistory } from '../history/read.ts';
import { layOut } from '../history/write.ts';
import type { DraftMigration, Writing } from '../history/writing/draft.ts';
import { readLedger } from '../ledger/read.ts';
import { databaseNamed, openLive } from '../live/open.ts';
import { StrataError } from '../model/errors.ts';
import type { LedgerState } from '../model/ledger.ts';
import type { History, Layout, Migration, Platform } from '../model/migration.ts';
import type { Plan } from '../model/plan.ts';
import type { DownProof, Proof } from '../model/proof.ts';
import type { Repair } from '../model/repair.ts';
import type { Schema } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { assertAgreed, planName } from './deploy/agreed-plan.ts';
import type { RunOptions } from './deploy/run-on-live.ts';
import { ComparedObjects } from './drift/compared-objects.ts';
import { type RebuiltLive, rebuildLive } from './drift/rebuild-live.ts';
import { writeFiles } from './files/write-files.ts';
import { notInBaseline, planBaseline } from './proof/baseline.ts';
import { confirmWriting, type Migrating, proveMigrations } from './proof/next-migrations.ts';
import { groundFor, type LoadOptions, openPrelude, readDatabase } from './rehearsal/ground.ts';
import { applyPlanned, onlyKept } from './repair/apply.ts';
import { withObjects } from './repair/plan.ts';
import type { RepairOptions } from './repair/settle.ts';
import { beginHistory, begunSource } from './sources/beginning.ts';
import { bookkeepingTables } from './sources/bookkeeping.ts';
import { shownPath, surveyProjects } from './sources/find-projects.ts';
import {
  assertProjectOptions,
  oneProject,
  type ProjectOptions,
  readOneProject,
} from './sources/one-project.ts';
import { type LiveReading, readLive } from './sources/read-live.ts';

export interface AdoptOptions extends ProjectOptions, RunOptions, Pick<RepairOptions, 'apply' | 'now'> {
  /** How the migrations are to be laid out; undefined: as the directory looks. */
  readonly layout: Layout | undefined;
  /** What the baseline is to be called. */
  readonly name: string;
}

/** Everything that is known before anything is written. */
interface Baseline {
  readonly history: History;
  readonly state: LedgerState;
  readonly standing: Standing;
  readonly reading: LiveReading;
  readonly load: LoadOptions;
  readonly goal: Schema;
  readonly plan: Plan;
  readonly proof: Proof;
  readonly writing: Writing;
  readonly downs: readonly DownProof[];
  readonly shownUrl: string;
  readonly notes: readonly string[];
}

/**
 * Begins a history for a database that has none: a baseline migration, proven to make what the database has, recorded as applied.
 * Plans only, unless the plan is agreed to.
 */
export async function adopt(options: AdoptOptions): Promise<Repair> {
  assertProjectOptions(options, oneProject);
  const settings = await options.settingsOf(options.dir);
  const baseline = await proveFirstMigration(options, settings);
  const { history, writing, plan, shownUrl } = baseline;
  const statements = plan.steps.map(({ sql }) => sql);
  const id = planName(
    'adopt',
    history.layout,
    databaseNamed(options.url),
    baseline.reading.hash,
    slugOf(options.name),
    statements,
  );
  const shown: Repair = {
    ok: true,
    kind: 'baseline',
    dir: shownPath(history.dir, options.cwd),
    shownUrl,
    plan: id,
    objects: [],
    steps: plan.steps,
    sql: writeSteps(plan.steps),
    proof: baseline.proof,
    files: writing.files,
    downs: baseline.downs,
    recorded: writing.migrations.map(({ name }) => name),
    effect: undefined,
    hazards: [],
    outcome: undefined,
    notes: [...baseline.notes, ...writing.notes],
  };
  if (options.apply === undefined) return shown;
  assertAgreed(
    options.apply,
    id,
    'The database or the other options are not those of that plan. Look at it again without --apply.',
  );
  await begin(options, baseline);
  return { ...shown, outcome: { failure: undefined, left: [] } };
}

/** Plans the migration that makes what the database has, and proves it. */
async function proveFirstMigration(options: AdoptOptions, settings: ProjectSettings): Promise<Baseline> {
  await using session = await openLive(options.url);
  const { history, pulled } = await emptyHistory(options, settings, session);
  const state = await readLedger(session, history);
  const standing = standingOf(state, await readProgress(session, state));
  const reading = await readLive(session, state.ledger);
  const load: LoadOptions = { cwd: options.cwd, settings, ...groundFor(history) };
  const own = bookkeepingTables(state.ledger);
  const hasPlatform = history.platform !== 'none' || settings.setup !== '';
  await using rebuilt = await rebuildLive(
    reading,
    (prelude) =>
      new ComparedObjects({ prelude, history: prelude, live: reading.raw }, reading, own, hasPlatform),
    load,
  );
  refuseIncomplete(rebuilt);
  await using engine = await openPrelude(load);
  const start = await readDatabase(engine.main, load);
  const changed = diffSchemas(start, rebuilt.schema)
    .map(({ id }) => id)
    .filter((id) => rebuilt.compared.has(id));
  const goal = withObjects(start, new Set(changed), rebuilt.schema);
  const plan = planBaseline(start, goal);
  if (plan.steps.length === 0) {
    throw new StrataError('usage', `${session.shownUrl} holds nothing to adopt`, {
      hint: 'Begin with strata plan NAME, or write the first migration by hand.',
    });
  }
  const lay = (drafts: readonly DraftMigration[]) => {
    const laid = layOut(history, slugOf(options.name), drafts, options.now);
    return pulled === undefined ? laid : writeIntoPulled(laid, pulled);
  };
  const migrating: Migrating = { start, goal, renames: [], layout: history.layout, lay };
  const ground = { engine, database: engine.main };
  const { proof, writing, downs } = await proveMigrations(plan, migrating, ground, load);
  const notes = [
    ...rebuilt.notes,
    ...ledgerNote(state),
    ...notInBaseline(rebuilt.schema),
    ...declaredNote(history),
  ];
  return {
    history,
    state,
    standing,
    reading,
    load,
    goal,
    plan,
    proof,
    writing,
    downs,
    shownUrl: session.shownUrl,
    notes,
  };
}

/** Throws where the throwaway PostgreSQL lacks something of the database: no baseline could be proven. */
function refuseIncomplete({ left: [left], notes }: RebuiltLive): void {
  if (left === undefined) return;
  throw new StrataError('unproven', notes[0] ?? `${left} cannot be rebuilt`, {
    hint: 'A baseline could not be proven. A stand-in for what is missing can be named in strata.config (extensions, setup).',
  });
}

function declaredNote({ layout }: History): readonly string[] {
  return layout === 'prisma'
    ? ['schema.prisma is not written: `npx prisma db pull` reads it from the database']
    : [];
}

function ledgerNote({ ledger, entries }: LedgerState): readonly string[] {
  if (entries.length === 0) return [];
  const name = `${ledger.schema}.${ledger.table}`;
  return [
    `${name} has ${entries.length} of which no file is left: the baseline stands for them, and takes their place there`,
  ];
}

/** Where a baseline will lie. */
interface Beginning {
  /** Without migrations. */
  readonly history: History;
  /** The migration of drizzle-kit's whose file is to be filled. */
  readonly pulled?: Migration;
}

async function emptyHistory(
  options: AdoptOptions,
  settings: ProjectSettings,
  session: Queryable,
): Promise<Beginning> {
  const { projects } = await surveyProjects(options.dir);
  for (const root of projects) {
    const history = await readHistory(root, settings.overrides);
    const pulled = pulledMigration(history);
    if (pulled !== undefined) return { history: { ...history, migrations: [] }, pulled };
    if (history.migrations.length > 0) {
      const [first, ...others] = history.migrations;
      const what = others.length === 0 ? first?.name : `${others.length + 1} migrations`;
      throw new StrataError(
        'usage',
        `${shownPath(join(root.dir, root.folder), options.cwd)} holds ${what} already`,
        {
          hint: 'What of them is in the database and not written down there, as after an interrupted adoption: strata repair --record MIGRATION. What the database has besides: strata drift, and then strata repair --adopt. To start anew, name another directory.',
        },
      );
    }
  }
  const { history } = beginHistory(
    options.dir,
    settings,
    options.layout ?? settings.overrides.layout ?? projects[0]?.layout,
  );
  const platform = settings.overrides.platform ?? (await platformOf(session, history.layout));
  return { history: { ...history, platform, folder: projects[0]?.folder ?? history.folder } };
}

async function platformOf(session: Queryable, layout: Layout): Promise<Platform> {
  if (layout === 'supabase') return 'supabase';
  const [row] = await session.query<{ known: boolean }>(
    "SELECT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'supabase_admin') AS known",
  );
  return row?.known === true ? 'supabase' : 'none';
}

/** Writes the files, reads them back, and records them as applied. */
async function begin(options: AdoptOptions, baseline: Baseline): Promise<void> {
  const { history, writing, goal, load, reading, standing } = baseline;
  const prepare = async () => {
    await writeFiles(history.dir, writing.files, async () => {
      await confirmWriting(await begunSource(history, options.cwd), history, writing, goal, load);
    });
    const { history: after } = await readOneProject(options);
    return { history: after, migrations: after.migrations };
  };
  await applyPlanned({
    ...options,
    program: 'strata adopt',
    name: 'adopt',
    reading,
    decidedOn: standing,
    history,
    units: [],
    prepare,
    started: new Set(),
    forgotten: baseline.state.entries.map(onlyKept),
    hintIfChanged: 'Nothing was changed. Look again without --apply.',
  });
}
