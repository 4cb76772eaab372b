import { slugOf } from '../../history/next-name.ts';
import { namesOnlyLast } from '../../ledger/write.ts';
import { openLive } from '../../live/open.ts';
import type { Unit } from '../../model/deployment.ts';
import type { DriftedObject } from '../../model/drift.ts';
import { StrataError } from '../../model/errors.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Migration } from '../../model/migration.ts';
import { idWords, type ObjectId, titleOf } from '../../model/object-id.ts';
import type { HazardKind } from '../../model/plan.ts';
import type { Repair } from '../../model/repair.ts';
import { shellPath } from '../../model/shell-word.ts';
import type { RunOptions } from '../deploy/run-on-live.ts';
import { type DriftOptions, judgeDrift } from '../drift/judge-drift.ts';
import type { Sides } from '../drift/sides.ts';
import { judgeHazards } from '../hazards/preflight.ts';
import { migrationNamed } from '../sources/index-of-migration.ts';
import { type Adoption, planAdoption } from './adopt.ts';
import { onlyKept, type Prepared } from './apply.ts';
import { standingBaseline } from './baseline.ts';
import { chooseObjects, planRevert, unitsOf, withNeeded } from './plan.ts';
import { effectOf } from './record.ts';

/** How drift is settled. Where no object is named, all are. */
export type Settlement =
  | { readonly kind: 'revert'; readonly objects: readonly string[] }
  | {
      readonly kind: 'adopt';
      readonly objects: readonly string[];
      readonly name: string;
      /** `old=new`: what only changed its name. */
      readonly renames: readonly string[];
    }
  /** `dataIsThere`: the user says that the rows are there, which no schema can show. */
  | { readonly kind: 'record'; readonly migrations: readonly string[]; readonly dataIsThere: boolean };

export interface RepairOptions extends DriftOptions, RunOptions {
  readonly settlement: Settlement;
  /** The plan that was agreed to; undefined: only plan. */
  readonly apply: string | undefined;
  readonly allow: readonly HazardKind[];
  readonly now: Date;
}

/** What a settlement would do, before anything of it is done. */
export type Planned = Pick<
  Repair,
  'objects' | 'steps' | 'proof' | 'files' | 'downs' | 'recorded' | 'effect' | 'hazards' | 'notes'
> & {
  /** Whether there is anything to do. */
  readonly isEmpty: boolean;
  readonly isRefused: boolean;
  readonly units: readonly Unit[];
  /** Migrations whose place in the ledger the recorded ones take. */
  readonly forgotten: readonly Migration[];
  /** What names the plan, besides the database. */
  readonly essence: unknown;
  /** Writes files where there are any, and returns the migrations to record. */
  readonly prepare: () => Promise<Prepared>;
};

/** Plans a settlement, and proves what it would run or write. */
export function planSettlement(sides: Sides, options: RepairOptions): Promise<Planned> {
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
  forgotten: [],
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
    essence: [slugOf(name), ...adoption.steps.map(({ sql }) => sql)],
    prepare: adoption.write,
  };
}

async function planRecord(
  sides: Sides,
  { migrations: names, dataIsThere }: Settlement & { kind: 'record' },
): Promise<Planned> {
  const { history, applied, leaving } = sides;
  const named = new Set(names.map((name) => migrationNamed(history, name)));
  const migrations = history.migrations.filter((one) => named.has(one));
  const known = migrations.find((one) => applied.includes(one) && !leaving.includes(one));
  if (known !== undefined) {
    throw new StrataError('usage', `${known.name} is applied already: there is nothing to record`, {
      hint: '`strata status` says what is.',
    });
  }
  refuseGap(sides, migrations);
  const [only] = migrations;
  const baseline =
    only === undefined || migrations.length > 1 ? undefined : await standingBaseline(sides, only);
  const { replaced, effect } = baseline ?? { replaced: [], effect: await effectOf(sides, migrations) };
  const isRefused = effect.absent.length > 0 || (effect.dataStatements.length > 0 && !dataIsThere);
  return {
    ...nothing,
    recorded: migrations.map(({ name }) => name),
    effect,
    notes: baseline === undefined ? sides.notes : baselineNotes(only as Migration, replaced),
    isEmpty: false,
    isRefused,
    essence: [...migrations.map(({ name, hash }) => [name, hash]), ...replaced.map(({ name }) => [name])],
    forgotten: replaced.map(onlyKept),
    prepare: async () => ({ history, migrations }),
  };
}

/** What is said instead of what was noticed without the baseline. */
function baselineNotes({ name }: Migration, replaced: readonly LedgerEntry[]): readonly string[] {
  const names = replaced.map((entry) => entry.name).join(', ');
  return [
    `${name} is the baseline of ${names}, which the folder does not hold: it takes their place in the ledger`,
  ];
}

/** Throws where a ledger that holds the last version only would also count an earlier open migration as applied. */
function refuseGap({ history, open, state }: Sides, migrations: readonly Migration[]): void {
  const last = history.migrations.indexOf(migrations.at(-1) as Migration);
  const gap = open.find((one) => history.migrations.indexOf(one) < last && !migrations.includes(one));
  if (gap === undefined || !namesOnlyLast(state.ledger)) return;
  throw new StrataError('usage', `${state.ledger.table} would then say that ${gap.name} is applied as well`, {
    hint: `${state.ledger.kind} writes down the last version only. Record what comes before with it: --record ${shellPath(gap.name)}`,
  });
}

async function refuseToPrepare(): Promise<never> {
  throw new StrataError('internal', 'there was nothing to prepare');
}

/** Whether a migration of which nobody knows here what it does may have made the object. It is then dropped only where it is named. */
function isPerhapsOthers({ kind, cause }: DriftedObject): boolean {
  return kind === 'extra' && cause.kind === 'unknown-migration';
}

function othersNote(objects: readonly DriftedObject[]): readonly string[] {
  if (objects.length === 0) return [];
  const names = objects.map(titleOf).join(', ');
  return [
    `Left alone, since a migration of which nobody knows here what it does may have made it (--object names it): ${names}`,
  ];
}

/** A note on objects that nobody named and that change as well. */
function alsoNote(ids: ReadonlySet<ObjectId>, objects: readonly DriftedObject[]): readonly string[] {
  const named = new Set<string>(objects.flatMap((object) => object.ids));
  const more = [...ids].filter((id) => !named.has(id)).map(idWords);
  return more.length === 0
    ? []
    : [`Settled as well, since the one cannot be without the other: ${more.join(', ')}`];
}
