import { dirname, resolve } from 'node:path';
import { withUnchosenNames } from '../declared/unchosen-names.ts';
import { assertTargets } from '../diff/renames/targets.ts';
import { slugOf } from '../history/next-name.ts';
import type { ProjectRoot } from '../history/project-root.ts';
import { readHistory } from '../history/read.ts';
import { layOut } from '../history/write.ts';
import type { PlannedMigrations } from '../model/difference.ts';
import { StrataError } from '../model/errors.ts';
import type { History } from '../model/migration.ts';
import type { Schema } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { writeFiles } from './files/write-files.ts';
import { confirmWriting, type Migrating, proveMigrations } from './proof/next-migrations.ts';
import { notModelledBetween } from './proof/not-modelled.ts';
import { withOwnerGrants } from './proof/owner-grants.ts';
import { planTransition, schemaAfterRenames } from './proof/plan-transition.ts';
import { underNewNames } from './proof/under-new-names.ts';
import type { Ground } from './rehearsal/ground.ts';
import { assertBeginning, beginHistory, begunSource } from './sources/beginning.ts';
import { declaredSource, findDeclared } from './sources/declared.ts';
import { assertDeclaredEnough } from './sources/declared-enough.ts';
import { surveyProjects } from './sources/find-projects.ts';
import { loadBoth, loadOptions } from './sources/load-both.ts';
import { assertProjectOptions, oneProject } from './sources/one-project.ts';
import { idleRenames, renamesBetween } from './sources/source-renames.ts';
import { parseSource, type Source } from './sources/sources.ts';

export interface PlanOptions {
  readonly cwd: string;
  /** The project's directory, as named on the command line. */
  readonly dir: string;
  /** What the migration is to be called. */
  readonly name: string;
  /** The goal as named on the command line; undefined: the declared schema. */
  readonly to: string | undefined;
  readonly renames: readonly string[];
  /** Block tables in use for moments only, at the price of more migrations. */
  readonly online: boolean;
  readonly settingsOf: (dir: string) => Promise<ProjectSettings>;
  readonly now: Date;
  /** Write nothing. */
  readonly dryRun: boolean;
}

/** Where a plan starts: a project's history, or nothing yet. */
interface Start {
  readonly source: Source & { kind: 'project' | 'empty' };
  readonly root: ProjectRoot;
  readonly history: History;
  readonly settings: ProjectSettings;
}

/** Plans the next migrations of a project (or its first one), proves them up, down and up again, and writes them in the project's layout. */
export async function planMigrations(options: PlanOptions): Promise<PlannedMigrations> {
  assertProjectOptions(options, oneProject);
  const slug = slugOf(options.name);
  const { source: from, root, history, settings } = await startOf(options);
  const goal = await parseSource(options.to ?? declaredSource(root, settings), options.cwd);
  const given = await loadOptions([from, goal], { ...options, settingsOf: async () => settings });
  const { platform } = history;
  const load = platform === 'none' ? given : { ...given, platform };
  const { before, after: seen } = await loadBoth(from, goal, load);
  await using _before = before;
  await using _seen = seen;
  const ground = before.ground as Ground;
  const renames = renamesBetween(before, seen, options.renames, settings);
  await using loaded = await underNewNames(seen, before, renames, load);
  assertTargets(before.schema, loaded.schema, renames);
  const renamed = await schemaAfterRenames(before.schema, ground, { ...load, renames });
  if (options.to === undefined) {
    const isTold = findDeclared(root, settings)?.isTold === true;
    assertDeclaredEnough(renamed, loaded, isTold);
  }
  const isDeclared = goal.kind === 'sql' || goal.kind === 'prisma' || goal.kind === 'drizzle';
  const after = isDeclared ? { ...loaded, schema: withUnchosenNames(renamed, loaded.schema) } : loaded;
  const way = await planTransition(before.schema, after.schema, ground, {
    ...load,
    renames,
    online: options.online,
  });
  const plan = withOwnerGrants(way, after.schema);
  const notes = [...before.notes, ...after.notes, ...idleRenames(settings, before, after)];
  const told = (reached?: Schema) => ({
    dir: root.dir,
    plan,
    notModelled: notModelledBetween(before.schema, after.schema, reached),
  });
  if (plan.steps.length === 0)
    return { ...told(), files: [], isWritten: false, proof: undefined, downs: [], notes };
  const migrating: Migrating = {
    start: before.schema,
    goal: after.schema,
    renames,
    layout: history.layout,
    lay: (drafts) => layOut(history, slug, drafts, options.now),
  };
  const { proof, reached, writing, downs } = await proveMigrations(plan, migrating, ground, load);
  if (!options.dryRun) {
    await writeFiles(history.dir, writing.files, async () => {
      const written = from.kind === 'project' ? from : await begunSource(history, options.cwd);
      await confirmWriting(written, history, writing, after.schema, load);
    });
  }
  return {
    ...told(reached),
    files: writing.files,
    isWritten: !options.dryRun,
    proof,
    downs,
    notes: [...notes, ...writing.notes],
  };
}

async function startOf({ dir, cwd, to, settingsOf }: PlanOptions): Promise<Start> {
  const path = resolve(cwd, dir);
  const { projects, foreign } = await surveyProjects(path);
  const source = projects.length === 0 ? undefined : await parseSource(dir, cwd);
  if (source?.kind === 'project') {
    const { root } = source;
    const settings = await settingsOf(root.dir);
    return { source, root, history: await readHistory(root, settings.overrides), settings };
  }
  const settings = await settingsOf(path);
  const begun = beginHistory(path, settings);
  const goal = to === undefined ? findDeclared(begun.root, settings)?.source : resolve(cwd, to);
  if (source?.kind === 'sql') assertNoHistory(source.files, goal, path);
  await assertBeginning(begun.root, foreign, cwd);
  return { source: { kind: 'empty', shown: 'empty' }, ...begun, settings };
}

/** Throws where the directory has files without numbers other than the plan's goal: they may be its migrations. */
function assertNoHistory(files: readonly string[], goal: string | undefined, dir: string): void {
  const loose = files.find((file) => dirname(file) === dir && file !== goal);
  if (loose === undefined) return;
  throw new StrataError('usage', `${dir} holds SQL without an order, and no migrations to go on from`, {
    hint: 'Name the project, or say in strata.config.ts where its migrations lie.',
  });
}
