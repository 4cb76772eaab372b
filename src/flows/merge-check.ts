import { existsSync } from 'node:fs';
import path from 'node:path';
import type { ProjectRoot } from '../history/project-root.ts';
import { readHistory } from '../history/read.ts';
import { runningOrders } from '../history/running-order.ts';
import { isRepeatable } from '../ledger/read.ts';
import { usualVersion } from '../ledger/same-version.ts';
import { StrataError } from '../model/errors.ts';
import { isUnread } from '../model/finding.ts';
import type { MergeCheck, MergeConflict } from '../model/merge-check.ts';
import type { History, Migration } from '../model/migration.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { addedTo, isSame } from './merge-check/added.ts';
import { rehearseBoth } from './merge-check/both-orders.ts';
import { type Branching, findBranching, writeCommit } from './merge-check/branch-files.ts';
import { shownPath } from './sources/find-projects.ts';
import { type ProjectOptions, readOneProject } from './sources/one-project.ts';
import { refuseUnread } from './sources/refuse-unread.ts';
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
  refuseUnread(history, options.cwd);
  refuseUnreadAt(start, `the commit where this branch left ${options.base}`);
  refuseUnreadAt(base, options.base);
  const here = addedTo(start, history, 'on this branch');
  const there = addedTo(start, base, `on ${options.base}`);
  const ours = here.added;
  const theirs = there.added.filter((one) => !ours.some((other) => isSame(one, other)));
  const report = {
    dir: shownPath(root.dir, options.cwd),
    folder: history.folder,
    base: options.base,
    ours: ours.map(({ name }) => name),
    theirs: theirs.map(({ name }) => name),
  };
  const changed = [...here.notes, ...there.notes];
  const fresh = ours.filter((one) => !there.added.some((other) => isSame(one, other)));
  if (fresh.length === 0 || theirs.length === 0)
    return { ...report, ok: true, conflicts: [], sameRows: true, notes: changed };
  const clashes = sameNumbers(history, fresh, theirs);
  const { conflicts, sameRows, notes } =
    clashes.length > 0
      ? { conflicts: clashes, sameRows: false, notes: [] }
      : await rehearseBoth({ history, start, ours: fresh, theirs, settings }, options);
  return {
    ...report,
    ok: conflicts.length === 0,
    conflicts,
    sameRows,
    notes: [...changed, ...lateNotes(history, fresh, theirs), ...notes],
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
    const dir = await writeCommit(root.dir, commit, folders, path.join(scratch.path, name));
    // A commit may be older than a folder; whatever else keeps it from being read must not pass for no migrations.
    const [folder, ...more] = folders.filter((one) => existsSync(path.join(dir, one)));
    if (folder === undefined) return { ...history, dir, migrations: [], findings: [] };
    const { layout, runner } = history;
    return readHistory({ ...root, dir, layout, runner, folder, more }, settings.overrides);
  };
  return [await read(start, 'start'), await read(base, 'base')];
}

/** Throws where a migration of another commit could not be read, which would pass for an empty one. */
function refuseUnreadAt({ findings }: History, commit: string): void {
  const unread = findings.find(isUnread);
  if (unread === undefined) return;
  throw new StrataError('project', `on ${commit}: ${unread.message}`, {
    hint: 'strata check explains it there. Mend it on that branch, and bring it in (git merge).',
  });
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

/** Notes on migrations of this branch that would run out of order where the other branch's are applied already. */
function lateNotes(
  { runner }: History,
  ours: readonly Migration[],
  theirs: readonly Migration[],
): readonly string[] {
  const last = theirs.findLast((one) => !isRepeatable(one));
  const isLate = ({ name }: Migration) => last !== undefined && runningOrders[runner](name, last.name) < 0;
  const late = ours.filter((one) => !isRepeatable(one) && isLate(one)).map(({ name }) => name);
  if (late.length === 0 || last === undefined) return [];
  return [
    `${late.join(', ')} would come before ${last.name}, which databases may have applied by then: rename it so that it comes after, or deploy with --out-of-order`,
  ];
}
