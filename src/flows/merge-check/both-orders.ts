import { diffSchemas } from '../../diff/diff.ts';
import { StrataError } from '../../model/errors.ts';
import type { MergeCheck, MergeConflict } from '../../model/merge-check.ts';
import type { History, Migration } from '../../model/migration.ts';
import { idWords } from '../../model/object-id.ts';
import type { Change } from '../../model/plan.ts';
import type { Schema } from '../../model/schema.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { shellPath } from '../../model/shell-word.ts';
import { failedMigrations, type Trace } from '../../model/trace.ts';
import { lastTouch } from '../drift/origin.ts';
import { alteredWords } from '../proof/difference-words.ts';
import { rehearsePart } from '../rehearsal/rehearse-part.ts';
import { shownPath } from '../sources/find-projects.ts';
import type { ProjectOptions } from '../sources/one-project.ts';
import { compareBranchRows } from './branch-rows.ts';

/** One order of the two branches' migrations, rehearsed. */
interface Way {
  readonly migrations: readonly Migration[];
  readonly trace: Trace;
  readonly schema: Schema;
}

/** Two branches, with what each has added to the history that they have in common. */
interface Parted {
  readonly history: History;
  readonly start: History;
  readonly ours: readonly Migration[];
  readonly theirs: readonly Migration[];
  readonly settings: ProjectSettings;
}

/** Rehearses what two branches have added in both orders. Throws a `project` error where what they have in common does not replay. */
export async function rehearseBoth(
  { history, start, ours, theirs, settings }: Parted,
  place: Pick<ProjectOptions, 'cwd'>,
): Promise<Pick<MergeCheck, 'conflicts' | 'sameRows' | 'notes'>> {
  const way = async (migrations: readonly Migration[]): Promise<Way> => {
    const rehearsal = await rehearsePart(history, migrations, settings);
    return { migrations, trace: rehearsal.trace, schema: await rehearsal.schema() };
  };
  const alone = [await way([...start.migrations, ...ours]), await way([...start.migrations, ...theirs])];
  refuseFailing(start, alone, shownPath(history.dir, place.cwd));
  const broken = alone.flatMap((one, i) => failuresAlone(one, i === 0));
  if (broken.length > 0) return { conflicts: broken, sameRows: false, notes: [] };
  const oursLast = await way([...start.migrations, ...theirs, ...ours]);
  const theirsLast = await way([...start.migrations, ...ours, ...theirs]);
  const failures = [...failuresOf(oursLast, ours, theirs), ...failuresOf(theirsLast, ours, theirs)];
  if (failures.length > 0) return { conflicts: failures, sameRows: false, notes: [] };
  const conflicts = diffSchemas(oursLast.schema, theirsLast.schema)
    .filter(isOutermost)
    .map((change) => orderMatters(change, oursLast, theirsLast, ours, theirs));
  if (conflicts.length > 0) return { conflicts, sameRows: false, notes: [] };
  return compareBranchRows({ history, settings, ours, theirs }, oursLast.migrations, theirsLast.migrations);
}

/** Throws where a migration fails that both branches have: nothing could be said of what comes behind it. */
function refuseFailing(start: History, ways: readonly Way[], dir: string): void {
  const known = new Set(start.migrations.map(({ name }) => name));
  const failed = ways.flatMap(({ trace }) => failedMigrations(trace)).find((name) => known.has(name));
  if (failed === undefined) return;
  throw new StrataError('project', `${failed}, which both branches have, does not replay`, {
    hint: `To see why: strata check${dir === '.' ? '' : ` ${shellPath(dir)}`}`,
  });
}

/** The first failure of a branch's own migrations, whatever the other one does. */
function failuresAlone(way: Way, isOurs: boolean): readonly MergeConflict[] {
  const failure = firstFailure(way);
  if (failure === undefined) return [];
  const { name, error, where } = failure;
  return [
    {
      kind: 'fails',
      ours: isOurs ? name : undefined,
      theirs: isOurs ? undefined : name,
      object: error?.table,
      message: `${name} of ${isOurs ? 'this' : 'the other'} branch fails, also without ${isOurs ? 'the other' : 'this'} one: ${error?.message ?? 'it is refused'}`,
      hint: isOurs
        ? 'strata check explains it.'
        : 'strata check explains it on that branch. Once it is mended there, bring it in (git merge).',
      where,
    },
  ];
}

function firstFailure({ trace, migrations }: Way) {
  const failed = trace.migrations.find(({ outcome }) => outcome === 'failed');
  const migration = migrations.find(({ name }) => name === failed?.migration);
  if (failed === undefined || migration === undefined) return undefined;
  const statement = failed.statements.find(({ error }) => error !== undefined);
  const { name, up } = migration;
  const where = { file: up.file, line: statement?.line ?? up.firstLine };
  return { migration, name, statement, error: statement?.error, where };
}

/** The first migration that fails only because the other branch ran first. */
function failuresOf(
  way: Way,
  ours: readonly Migration[],
  theirs: readonly Migration[],
): readonly MergeConflict[] {
  const failure = firstFailure(way);
  if (failure === undefined) return [];
  const { migration, statement, error, where } = failure;
  const isOurs = ours.includes(migration);
  const others = isOurs ? theirs : ours;
  const sql = migration.up.text.slice(statement?.start ?? 0, statement?.end ?? 0);
  const culprit = others.find((one) => touchesSame(way.trace, one.name, sql)) ?? others.at(-1);
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
      where,
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
