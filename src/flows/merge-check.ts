import { existsSync } from 'node:fs';
import path from 'node:path';
import { diffSchemas } from '../diff/diff.ts';
import type { ProjectRoot } from '../history/project-root.ts';
import { readHistory } from '../history/read.ts';
import { runningOrders } from '../history/running-order.ts';
import { usualVersion } from '../ledger/same-version.ts';
import type { MergeCheck, MergeConflict } from '../model/merge-check.ts';
import type { History, Migration } from '../model/migration.ts';
import { idWords } from '../model/object-id.ts';
import type { Change } from '../model/plan.ts';
import type { Schema } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { failedMigrations, type Trace } from '../model/trace.ts';
import { lastTouch } from './drift/origin.ts';
import { type Branching, findBranching, writeCommit } from './merge-check/branch-files.ts';
import { compareBranchRows } from './merge-check/branch-rows.ts';
import { alteredWords } from './proof/difference-words.ts';
import { rehearsePart } from './rehearsal/rehearse-part.ts';
import { shownPath } from './sources/find-projects.ts';
import { type ProjectOptions, readOneProject } from './sources/one-project.ts';
import { openScratch } from './sources/scratch.ts';

export interface MergeCheckOptions extends ProjectOptions {
  /** The branch that this one will be merged into. */
  readonly base: string;
}

/** Rehearses the migrations of two branches in both orders, and reports where the results differ. */
export async function mergeCheck(options: MergeCheckOptions): Promise<MergeCheck> {
  const { root, settings, history } = await readOneProject(options);
  const branching = await findBranching(root.dir, options.base);
  const [start, base] = await readBranches(root, history, branching, settings);
  const known = new Set(start.migrations.map(({ name }) => name));
  const ours = history.migrations.filter(({ name }) => !known.has(name));
  const theirs = base.migrations.filter(
    ({ name, hash }) => !known.has(name) && !ours.some((one) => one.name === name && one.hash === hash),
  );
  const report = {
    dir: shownPath(root.dir, options.cwd),
    folder: history.folder,
    base: options.base,
    ours: ours.map(({ name }) => name),
    theirs: theirs.map(({ name }) => name),
  };
  const fresh = ours.filter(
    ({ name, hash }) => !base.migrations.some((one) => one.name === name && one.hash === hash),
  );
  if (fresh.length === 0 || theirs.length === 0) return { ...report, ok: true, conflicts: [], notes: [] };
  const clashes = sameNumbers(history, fresh, theirs);
  const { conflicts, notes } =
    clashes.length > 0
      ? { conflicts: clashes, notes: [] }
      : await rehearseBoth(history, start, fresh, theirs, settings);
  return {
    ...report,
    ok: conflicts.length === 0,
    conflicts,
    notes: [...lateNotes(history, fresh, theirs), ...notes],
  };
}

/** The history as it was where the branches parted, and as the other one has it now. */
async function readBranches(
  root: ProjectRoot,
  history: History,
  { start, base }: Branching,
  settings: ProjectSettings,
): Promise<readonly [History, History]> {
  using scratch = openScratch();
  const folders = [root.folder, ...(root.more ?? [])];
  const read = async (commit: string, name: string): Promise<History> => {
    const files = [...folders, ...root.evidence];
    const dir = await writeCommit(root.dir, commit, files, path.join(scratch.path, name));
    // A commit may be older than a folder; whatever else keeps it from being read must not pass for no migrations.
    const [folder, ...more] = folders.filter((one) => existsSync(path.join(dir, one)));
    if (folder === undefined) return { ...history, dir, migrations: [], findings: [] };
    const { layout, runner } = history;
    return readHistory({ ...root, dir, layout, runner, folder, more }, settings.overrides);
  };
  return [await read(start, 'start'), await read(base, 'base')];
}

/** Conflicts between names that a ledger does not tell apart: equal ones, and those with the same number. */
function sameNumbers(
  history: History,
  ours: readonly Migration[],
  theirs: readonly Migration[],
): readonly MergeConflict[] {
  const versionOf = (migration: Migration) => usualVersion(history, migration) ?? numberOf(migration);
  return ours.flatMap((one) => {
    const version = versionOf(one);
    const other = theirs.find((their) => their.name === one.name || versionOf(their) === version);
    if (other === undefined) return [];
    return [
      {
        kind: 'same-number' as const,
        ours: one.name,
        theirs: other.name,
        object: undefined,
        message: `${one.name} and ${other.name} of the other branch bear the same number`,
        hint: `Give ${one.name} a number behind ${theirs.at(-1)?.name}.`,
        where: { file: one.up.file, line: one.up.firstLine },
      },
    ];
  });
}

/** The number of a migration whose runner is not known. Of pairs it is most likely golang-migrate, which takes the first digits. */
function numberOf({ name, up }: Migration): string {
  const first = /^\d+(?=_)/.exec(name)?.[0];
  const number =
    up.file.endsWith('.up.sql') && first !== undefined
      ? first
      : (/^(?:\d{4}-\d\d-\d\d-\d{6}|[A-Za-z]?\d+(?:[._]\d+(?=[._-]|$))*)/.exec(name)?.[0] ?? name);
  return number.replace(/^0+(?=\d)/, '');
}

/** One order of the two branches' migrations, rehearsed. */
interface Way {
  readonly migrations: readonly Migration[];
  readonly trace: Trace;
  readonly schema: Schema;
}

async function rehearseBoth(
  history: History,
  start: History,
  ours: readonly Migration[],
  theirs: readonly Migration[],
  settings: ProjectSettings,
): Promise<Pick<MergeCheck, 'conflicts' | 'notes'>> {
  const way = async (migrations: readonly Migration[]): Promise<Way> => {
    const rehearsal = await rehearsePart(history, migrations, settings);
    return { migrations, trace: rehearsal.trace, schema: await rehearsal.schema() };
  };
  const alone = [await way([...start.migrations, ...ours]), await way([...start.migrations, ...theirs])];
  const known = new Set(alone.flatMap(({ trace }) => failedMigrations(trace)));
  const oursLast = await way([...start.migrations, ...theirs, ...ours]);
  const theirsLast = await way([...start.migrations, ...ours, ...theirs]);
  const failures = [
    ...failuresOf(oursLast, known, ours, theirs),
    ...failuresOf(theirsLast, known, ours, theirs),
  ];
  if (failures.length > 0) return { conflicts: failures, notes: [] };
  const conflicts = diffSchemas(oursLast.schema, theirsLast.schema)
    .filter(isOutermost)
    .map((change) => orderMatters(change, oursLast, theirsLast, ours, theirs));
  if (conflicts.length > 0) return { conflicts, notes: [] };
  return compareBranchRows({ history, settings, ours, theirs }, oursLast.migrations, theirsLast.migrations);
}

/** Conflicts of migrations that fail only because the other branch ran first. */
function failuresOf(
  { trace, migrations }: Way,
  known: ReadonlySet<string>,
  ours: readonly Migration[],
  theirs: readonly Migration[],
): readonly MergeConflict[] {
  const failed = trace.migrations.find(
    ({ outcome, migration }) => outcome === 'failed' && !known.has(migration),
  );
  const migration = migrations.find(({ name }) => name === failed?.migration);
  const statement = failed?.statements.find(({ error }) => error !== undefined);
  if (failed === undefined || migration === undefined) return [];
  const isOurs = ours.includes(migration);
  const others = isOurs ? theirs : ours;
  const sql = migration.up.text.slice(statement?.start ?? 0, statement?.end ?? 0);
  const culprit = others.find((one) => touchesSame(trace, one.name, sql)) ?? others.at(-1);
  const error = statement?.error;
  return [
    {
      kind: 'fails',
      ours: isOurs ? migration.name : culprit?.name,
      theirs: isOurs ? culprit?.name : migration.name,
      object: error?.table,
      message: `${migration.name} of ${isOurs ? 'this' : 'the other'} branch fails where ${culprit?.name} ran before it: ${error?.message ?? 'it is refused'}`,
      hint: isOurs
        ? `Bring the other branch in (git merge), and write ${migration.name} for what it has made.`
        : `A database that has ${culprit?.name} cannot take the other branch's migration: change ${culprit?.name} so that both run.`,
      where: { file: migration.up.file, line: statement?.line ?? migration.up.firstLine },
    },
  ];
}

/** Whether a migration touched something that the statement names. */
function touchesSame({ migrations }: Trace, name: string, sql: string): boolean {
  const text = sql.toLowerCase();
  const trace = migrations.find(({ migration }) => migration === name);
  return (trace?.statements ?? []).some(({ events }) =>
    events.some(({ identity, was }) =>
      [identity, was].some((one) => {
        const own = one
          ?.replaceAll('"', '')
          .split(/[.(]/)
          .filter((part) => part !== 'public')[0];
        return own !== undefined && own !== '' && text.includes(own.toLowerCase());
      }),
    ),
  );
}

/** Whether a change is not part of an object that is itself made or dropped, with which it is reported. */
function isOutermost(change: Change, _: number, all: readonly Change[]): boolean {
  const fact = change.kind === 'create' ? change.after : change.before;
  return !all.some(
    (other) => other.id === fact.parent && other.kind === change.kind && other.kind !== 'alter',
  );
}

function orderMatters(
  change: Change,
  oursLast: Way,
  theirsLast: Way,
  ours: readonly Migration[],
  theirs: readonly Migration[],
): MergeConflict {
  const fact = change.kind === 'create' ? change.after : change.before;
  const touchBy = (way: Way, of: readonly Migration[]) => {
    const touch = lastTouch(way, way.trace, fact);
    return touch !== undefined && of.some(({ name }) => name === touch.migration) ? touch : undefined;
  };
  const [mine, other] = [touchBy(oursLast, ours), touchBy(theirsLast, theirs)];
  const object = idWords(change.id);
  return {
    kind: 'order-matters',
    ours: mine?.migration,
    theirs: other?.migration,
    object,
    message: `${object} ${howItDiffers(change)}`,
    hint: `Decide which it is to be, and say so in a migration behind both${mine === undefined ? '' : ` (or change ${mine.migration})`}: databases that ran them in different orders would differ for ever.`,
    where: mine === undefined ? undefined : { file: mine.file, line: mine.line },
  };
}

function howItDiffers(change: Change): string {
  if (change.kind === 'create') return 'is there when theirs runs last, and not when ours does';
  if (change.kind === 'drop') return 'is there when ours runs last, and not when theirs does';
  const shown = alteredWords(
    change,
    (name, ours, theirs) => `${name}: ${ours} when ours runs last, ${theirs} when theirs does`,
  );
  return `depends on who runs last (${shown.join('; ')})`;
}

/** Notes on migrations of this branch that would run out of order where the other branch's are applied already. */
function lateNotes(
  { runner }: History,
  ours: readonly Migration[],
  theirs: readonly Migration[],
): readonly string[] {
  const last = theirs.at(-1);
  const isLate = ({ name }: Migration) => last !== undefined && runningOrders[runner](name, last.name) < 0;
  const late = ours.filter(isLate).map(({ name }) => name);
  if (late.length === 0 || last === undefined) return [];
  return [
    `${late.join(', ')} would come before ${last.name}, which databases may have applied by then: rename it so that it comes after, or deploy with --out-of-order`,
  ];
}
