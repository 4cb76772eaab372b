import { withUnchosenNames } from '../declared/unchosen-names.ts';
import { reverseRenames } from '../diff/renames.ts';
import { slugOf } from '../history/next-name.ts';
import { readHistory } from '../history/read.ts';
import { layOut } from '../history/write.ts';
import type { PlannedMigrations } from '../model/difference.ts';
import { StrataError } from '../model/errors.ts';
import type { Schema } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { notModelledBetween } from './compare/not-modelled.ts';
import { confirmWriting, type Migrating, proveMigrations } from './proof/next-migrations.ts';
import { planTransition, schemaAfterRenames } from './proof/plan-transition.ts';
import { writeFiles } from './proof/write-files.ts';
import { declaredSource } from './sources/declared.ts';
import type { Ground } from './sources/ground.ts';
import { loadBoth, loadOptions } from './sources/load-both.ts';
import { renamesBetween } from './sources/source-renames.ts';
import { parseSource } from './sources/sources.ts';

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

/** Plans the next migrations of a project, proves them up, down and up again, and writes them in the project's layout. */
export async function planMigrations(options: PlanOptions): Promise<PlannedMigrations> {
  const slug = slugOf(options.name);
  const from = await parseSource(options.dir, options.cwd);
  if (from.kind !== 'project') {
    throw new StrataError('usage', `${options.dir} holds no migrations to go on from`, {
      hint: 'Name the project, or say in strata.config.ts where its migrations lie.',
    });
  }
  const settings = await options.settingsOf(from.root.dir);
  const goal = await parseSource(options.to ?? declaredSource(from.root, settings), options.cwd);
  const load = await loadOptions([from], options);
  const history = await readHistory(from.root, settings.overrides);
  const { before, after: loaded } = await loadBoth(from, goal, load);
  await using _before = before;
  await using _after = loaded;
  const ground = before.ground as Ground;
  const renames = renamesBetween(before, loaded, options.renames, settings);
  const isDeclared = goal.kind === 'sql' || goal.kind === 'prisma' || goal.kind === 'drizzle';
  const renamed = await schemaAfterRenames(before.schema, ground, { ...load, renames });
  const after = isDeclared ? { ...loaded, schema: withUnchosenNames(renamed, loaded.schema) } : loaded;
  const plan = await planTransition(before.schema, after.schema, ground, {
    ...load,
    renames,
    online: options.online,
  });
  const notes = [...before.notes, ...after.notes];
  const seen = (reached?: Schema) => ({
    dir: from.root.dir,
    plan,
    notModelled: notModelledBetween(before.schema, after.schema, reached),
  });
  if (plan.steps.length === 0)
    return { ...seen(), files: [], isWritten: false, proof: undefined, downs: [], notes };
  const migrating: Migrating = {
    start: before.schema,
    goal: after.schema,
    back: reverseRenames(before.schema, renames),
    layout: history.layout,
    lay: (drafts) => layOut(history, slug, drafts, options.now),
  };
  const { proof, reached, writing, downs } = await proveMigrations(plan, migrating, ground, load);
  if (!options.dryRun) {
    await writeFiles(history.dir, writing.files, () =>
      confirmWriting(from, history, writing, after.schema, load),
    );
  }
  return {
    ...seen(reached),
    files: writing.files,
    isWritten: !options.dryRun,
    proof,
    downs,
    notes: [...notes, ...writing.notes],
  };
}
