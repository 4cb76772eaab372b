import { createHash, randomUUID } from 'node:crypto';
import { repairLive } from '../deploy/repair.ts';
import type { Limits, Refusal } from '../deploy/run-unit.ts';
import { writeSteps } from '../diff/write-steps.ts';
import type { FileToWrite } from '../history/write.ts';
import { openLive, refused } from '../live/open.ts';
import { openWriters } from '../live/write.ts';
import type { DeployProgress, JudgedHazard, Unit } from '../model/deployment.ts';
import type { DriftedObject } from '../model/drift.ts';
import { StrataError } from '../model/errors.ts';
import type { History, Migration } from '../model/migration.ts';
import type { HazardKind, Step } from '../model/plan.ts';
import type { DownProof, Proof } from '../model/proof.ts';
import { composeUnits } from '../replay/units.ts';
import { judgeHazards } from './deploy/preflight.ts';
import { indexOfMigration } from './deploy.ts';
import { hashLive } from './drift/live-ground.ts';
import { differingObjects } from './drift/objects.ts';
import { areAlike, openSides, type Sides } from './drift/sides.ts';
import { type DriftOptions, judgeDrift } from './drift.ts';
import { type Adoption, planAdoption } from './repair/adopt.ts';
import { chooseObjects, planRevert, unitsOf, withNeeded } from './repair/plan.ts';
import { type Effect, effectOf } from './repair/record.ts';
import { shownPath } from './sources/find-projects.ts';

/** How drift is settled; of objects, all where none is named. */
export type Settlement =
  | { readonly kind: 'revert'; readonly objects: readonly string[] }
  | {
      readonly kind: 'adopt';
      readonly objects: readonly string[];
      readonly name: string;
      /** `old=new`: what only changed its name. */
      readonly renames: readonly string[];
    }
  /** `dataIsThere`: whoever asks says so of rows, which no schema can show. */
  | { readonly kind: 'record'; readonly migrations: readonly string[]; readonly dataIsThere: boolean };

export interface RepairOptions extends DriftOptions {
  readonly settlement: Settlement;
  /** The plan that was agreed to; undefined: only plan. */
  readonly apply: string | undefined;
  readonly allow: readonly HazardKind[];
  readonly now: Date;
  readonly limits: Limits;
  readonly waitMs: number;
  readonly onProgress: (progress: DeployProgress) => void;
}

/** What came of a repair that was applied. */
export interface RepairOutcome {
  /** The statement that the server refused, with what it said. */
  readonly failure:
    | {
        readonly sql: string;
        readonly code: string;
        readonly message: string;
        /** Whose locks it waited for, in words. */
        readonly blockers: string | undefined;
      }
    | undefined;
  /** What of the chosen objects still differs, read again afterwards. */
  readonly left: readonly string[];
}

export interface Repair {
  /** Nothing stands in the way, or it is done. */
  readonly ok: boolean;
  readonly kind: Settlement['kind'] | 'baseline';
  readonly dir: string;
  readonly shownUrl: string;
  /** Names exactly what would be done, and the database that it is for; undefined where there is nothing to do. */
  readonly plan: string | undefined;
  readonly objects: readonly DriftedObject[];
  readonly steps: readonly Step[];
  /** The steps as SQL that runs. */
  readonly sql: string;
  readonly proof: Proof | undefined;
  readonly files: readonly FileToWrite[];
  readonly downs: readonly DownProof[];
  /** Migrations that are written down as applied. */
  readonly recorded: readonly string[];
  readonly effect: Effect | undefined;
  readonly hazards: readonly JudgedHazard[];
  readonly outcome: RepairOutcome | undefined;
  readonly notes: readonly string[];
}

type Planned = Pick<
  Repair,
  'objects' | 'steps' | 'proof' | 'files' | 'downs' | 'recorded' | 'effect' | 'hazards' | 'notes'
> & {
  /** Whether there is anything to do. */
  readonly isEmpty: boolean;
  readonly isRefused: boolean;
  readonly units: readonly Unit[];
  /** What names the plan, besides the database. */
  readonly essence: unknown;
  /** Writes files where there are any, and gives the migrations to write down. */
  readonly prepare: () => Promise<{ readonly history: History; readonly migrations: readonly Migration[] }>;
};

/** Settles drift in one of three ways: planned, proven and shown first, and done only for the plan that was agreed to. */
export async function repair(options: RepairOptions): Promise<Repair> {
  await using sides = await openSides(options);
  refuseBroken(sides, options.settlement);
  const planned = await planSettlement(sides, options);
  const { isEmpty, isRefused, units: _, essence, prepare: __, ...report } = planned;
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
  if (options.apply !== plan) {
    throw new StrataError('usage', `the plan is ${plan ?? 'empty'} now, not ${options.apply}`, {
      hint: 'The database or the files changed since. Look at it again without --apply.',
    });
  }
  if (isRefused) return shown;
  const failure = await apply(sides, planned, options);
  if (failure !== undefined)
    return { ...shown, ok: false, outcome: { failure: failureOf(failure), left: [] } };
  const left = await leftOf(options, planned);
  return { ...shown, ok: left.length === 0, outcome: { failure: undefined, left } };
}

function planSettlement(sides: Sides, options: RepairOptions): Promise<Planned> {
  const { settlement } = options;
  switch (settlement.kind) {
    case 'revert':
      return planBack(sides, options, settlement.objects);
    case 'adopt':
      return planForward(sides, options, settlement);
    case 'record':
      return planRecord(sides, settlement);
  }
}

const nothing = {
  objects: [],
  steps: [],
  proof: undefined,
  files: [],
  downs: [],
  recorded: [],
  effect: undefined,
  hazards: [],
  notes: [],
  units: [],
} as const;

async function planBack(sides: Sides, options: RepairOptions, names: readonly string[]): Promise<Planned> {
  const found = await judgeDrift(sides, options);
  const objects = chooseObjects(found.objects, names).filter(
    (object) => names.length > 0 || !isPerhapsOthers(object),
  );
  const ids = withNeeded(
    objects.flatMap((object) => object.ids),
    sides,
    'revert',
  );
  const { plan, proof } = await planRevert(sides, ids);
  await using live = await openLive(options.url);
  const drafts = plan.steps.flatMap(({ hazards }) =>
    hazards.map((hazard) => ({ ...hazard, migration: 'repair', line: undefined, table: undefined })),
  );
  const hazards = await judgeHazards(live, drafts, new Set(options.allow));
  return {
    ...nothing,
    objects,
    steps: plan.steps,
    proof,
    hazards,
    notes: [
      ...found.notes,
      ...othersNote(names.length > 0 ? [] : found.objects.filter(isPerhapsOthers)),
      ...alsoNote(ids, objects),
    ],
    isEmpty: plan.steps.length === 0,
    isRefused: hazards.some((hazard) => hazard.isRefused),
    units: unitsOf(plan.steps),
    essence: plan.steps.map(({ sql }) => sql),
    prepare: async () => ({ history: sides.history, migrations: [] }),
  };
}

async function planForward(
  sides: Sides,
  options: RepairOptions,
  { objects: names, name, renames }: Settlement & { kind: 'adopt' },
): Promise<Planned> {
  const found = await judgeDrift(sides, options);
  const objects = chooseObjects(found.objects, names);
  const ids = withNeeded(
    objects.flatMap((object) => object.ids),
    sides,
    'adopt',
  );
  if (ids.size === 0)
    return {
      ...nothing,
      notes: found.notes,
      isEmpty: true,
      isRefused: false,
      essence: [],
      prepare: refuseToPrepare,
    };
  const adoption: Adoption = await planAdoption(sides, ids, { name, renames }, options.now);
  return {
    ...nothing,
    objects,
    steps: adoption.steps,
    proof: adoption.proof,
    files: adoption.files,
    downs: adoption.downs,
    recorded: adoption.names,
    notes: [...found.notes, ...adoption.notes, ...alsoNote(ids, objects)],
    isEmpty: false,
    isRefused: false,
    essence: adoption.steps.map(({ sql }) => sql),
    prepare: adoption.write,
  };
}

async function planRecord(
  sides: Sides,
  { migrations: names, dataIsThere }: Settlement & { kind: 'record' },
): Promise<Planned> {
  const { history, applied } = sides;
  const migrations = names.map((name) => history.migrations[indexOfMigration(history, name)] as Migration);
  const known = migrations.find((one) => applied.includes(one));
  if (known !== undefined) {
    throw new StrataError('usage', `${known.name} is applied already: there is nothing to record`, {
      hint: '`strata status` says what is.',
    });
  }
  const effect = await effectOf(sides, migrations);
  const isRefused = effect.absent.length > 0 || (effect.dataStatements.length > 0 && !dataIsThere);
  return {
    ...nothing,
    recorded: migrations.map(({ name }) => name),
    effect,
    notes: sides.notes,
    isEmpty: false,
    isRefused,
    essence: migrations.map(({ name, hash }) => [name, hash]),
    prepare: async () => ({ history, migrations }),
  };
}

async function refuseToPrepare(): Promise<never> {
  throw new StrataError('internal', 'there was nothing to prepare');
}

/** Somebody's migration, which this folder does not hold, may have made it: it is not dropped unless it is named. */
function isPerhapsOthers({ kind, cause }: DriftedObject): boolean {
  return kind === 'extra' && cause.kind === 'unknown-migration';
}

function othersNote(objects: readonly DriftedObject[]): readonly string[] {
  if (objects.length === 0) return [];
  const names = objects.map(({ what, name }) => `${what.replaceAll('-', ' ')} ${name}`).join(', ');
  return [
    `Left alone, since a migration that this folder does not hold may have made it (--object names it): ${names}`,
  ];
}

/** What a person did not name, but comes along. */
function alsoNote(ids: ReadonlySet<string>, objects: readonly DriftedObject[]): readonly string[] {
  const named = new Set<string>(objects.flatMap((object) => object.ids));
  const more = [...ids].filter((id) => !named.has(id)).map((id) => id.replace(':', ' '));
  return more.length === 0
    ? []
    : [`Settled as well, since the one cannot be without the other: ${more.join(', ')}`];
}

/** A history that fails is no state to go back to; a database on its way to another is not to be touched. */
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
  const { host, pathname } = new URL(url);
  const text = JSON.stringify([settlement.kind, host, pathname, reading.hash, essence]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

async function apply(sides: Sides, planned: Planned, options: RepairOptions): Promise<Refusal | undefined> {
  const { url, limits, waitMs, onProgress } = options;
  await using writers = await openWriters(url, 'strata repair');
  const { worker, guard, shownUrl } = writers;
  const assertUnchanged = async () => {
    if ((await hashLive(worker, sides.reading)) === sides.reading.hash) return;
    throw new StrataError('live', 'the database has changed since it was looked at', {
      hint: 'Nothing was changed. Look at it again without --apply.',
    });
  };
  await assertUnchanged();
  const { history, migrations } = await planned.prepare();
  const started = new Set(sides.unfinished.map(({ name }) => name));
  const recorded = migrations.map((migration) => ({
    migration,
    statements: composeUnits(migration).units.flatMap(({ statements }) => statements.map(({ sql }) => sql)),
    isStarted: started.has(migration.name),
  }));
  try {
    return await repairLive({
      worker,
      guard,
      history,
      name: options.settlement.kind,
      units: planned.units,
      recorded,
      forgotten: [],
      limits,
      waitMs,
      onProgress,
      assertUnchanged,
      newId: randomUUID,
    });
  } catch (error) {
    throw refused(error, shownUrl);
  }
}

function failureOf({ statement, error, blockers }: Refusal): RepairOutcome['failure'] {
  return { sql: statement.sql, code: error.code, message: error.message, blockers };
}

/** Reads both sides again: what was to be settled must be. */
async function leftOf(options: RepairOptions, { objects }: Planned): Promise<readonly string[]> {
  await using after = await openSides(options);
  const wanted = new Set<string>(objects.map(({ id }) => id));
  return differingObjects(after)
    .filter(({ id, ids }) => wanted.has(id) && !areAlike(ids, after.expected, after.live))
    .map(({ what, name }) => `${what.replaceAll('-', ' ')} ${name}`);
}
