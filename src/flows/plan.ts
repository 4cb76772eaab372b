import { withUnchosenNames } from '../declared/unchosen-names.ts';
import { diffSchemas } from '../diff/diff.ts';
import { reverseRenames } from '../diff/renames.ts';
import { slugOf } from '../history/next-name.ts';
import { readHistory } from '../history/read.ts';
import { layOut, type Writing } from '../history/write.ts';
import { StrataError } from '../model/errors.ts';
import type { FileToWrite, History } from '../model/migration.ts';
import type { Plan } from '../model/plan.ts';
import type { DownProof, Proof } from '../model/proof.ts';
import type { NotModelled, Schema } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { notModelledBetween } from './compare/not-modelled.ts';
import { loadBoth, loadOptions } from './diff.ts';
import { draftMigrations } from './proof/draft-migrations.ts';
import type { ProofGround } from './proof/ground.ts';
import { planWay } from './proof/plan-way.ts';
import { proveDown } from './proof/prove-down.ts';
import { provePlan } from './proof/prove-plan.ts';
import { writeFiles } from './proof/write-files.ts';
import { advance } from './prove.ts';
import { declaredSource } from './sources/declared.ts';
import { loadSource } from './sources/load-source.ts';
import { renamesIn, toldRenames } from './sources/source-renames.ts';
import { parseSource, type Source } from './sources/sources.ts';
import { type LoadOptions, readDatabase } from './sources/throwaway.ts';

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

/** What was planned for a project; no files where nothing differs. */
export interface PlannedMigrations {
  /** Absolute. */
  readonly dir: string;
  readonly files: readonly FileToWrite[];
  readonly isWritten: boolean;
  readonly plan: Plan;
  readonly proof: Proof | undefined;
  readonly downs: readonly DownProof[];
  readonly notModelled: readonly NotModelled[];
  readonly notes: readonly string[];
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
  const isSql = goal.kind === 'sql';
  const after = isSql ? { ...loaded, schema: withUnchosenNames(before.schema, loaded.schema) } : loaded;
  const ground = before.throwaway as ProofGround;
  const renames = [
    ...toldRenames(options.renames, settings, before.schema),
    ...(await renamesIn(goal, before.schema)),
    ...(after.renames ?? []),
  ];
  const plan = await planWay(before.schema, after.schema, ground, {
    ...load,
    renames,
    online: options.online,
  });
  const seen = {
    dir: from.root.dir,
    plan,
    notModelled: notModelledBetween(before.schema, after.schema),
  };
  const notes = [...before.notes, ...after.notes];
  if (plan.steps.length === 0)
    return { ...seen, files: [], isWritten: false, proof: undefined, downs: [], notes };
  const proof = await provePlan(plan, after.schema, ground, load);
  const back = reverseRenames(before.schema, renames);
  const drafts = await draftMigrations(plan, back, before.schema, ground, load);
  const writing = layOut(history, slug, drafts, options.now);
  const downs = await proveWriting(writing, history, before.schema, after.schema, ground, load);
  if (!options.dryRun) {
    await writeFiles(history.dir, writing.files, () =>
      confirmWriting(from, history, writing, after.schema, load),
    );
  }
  return {
    ...seen,
    files: writing.files,
    isWritten: !options.dryRun,
    proof,
    downs,
    notes: [...notes, ...writing.notes],
  };
}

/** Up, down and up again, each migration as its runner will send it, from where the one before leaves off. */
export async function proveWriting(
  { migrations }: Writing,
  { layout }: History,
  start: Schema,
  goal: Schema,
  ground: ProofGround,
  load: LoadOptions,
): Promise<readonly DownProof[]> {
  const stage = { ...ground, database: await ground.engine.createDatabase({ like: ground.database }) };
  try {
    const downs: DownProof[] = [];
    let before = start;
    for (const [i, migration] of migrations.entries()) {
      const { proof, after } = await proveDown(stage, { migration, layout, before }, load);
      if (proof.verdict === 'unproven' || after === undefined) {
        throw new StrataError('unproven', `${migration.name}: ${proof.message}`, {
          hint: ['Nothing was written.', ...proof.notes].join('\n'),
        });
      }
      downs.push(proof);
      before = after;
      const all = migrations.map((one) => ({ ...one, hash: '' }));
      if (!(await advance(stage, { migrations: all }, i, load.settings)))
        throw new StrataError('unproven', `${migration.name} does not run under its runner's rules`);
    }
    assertSame(await readDatabase(stage.database, load), goal);
    return downs;
  } finally {
    await stage.database.drop();
  }
}

function assertSame(reached: Schema, goal: Schema): void {
  const [left] = diffSchemas(reached, goal);
  if (left === undefined) return;
  throw new StrataError('unproven', `the migrations do not arrive: ${left.id} still differs`, {
    hint: 'Nothing was written. Please report this with both definitions of that object.',
  });
}

/** What is on disk now must be what was proven, and the whole history must arrive. */
export async function confirmWriting(
  source: Source & { kind: 'project' },
  before: History,
  { migrations }: Writing,
  goal: Schema,
  load: LoadOptions,
): Promise<void> {
  const history = await readHistory(source.root, load.settings.overrides);
  const added = history.migrations.slice(before.migrations.length);
  for (const [i, wanted] of migrations.entries()) {
    const found = added[i];
    const isSame =
      found?.name === wanted.name &&
      found.up.text === wanted.up.text &&
      found.down?.text === wanted.down?.text &&
      found.transaction === wanted.transaction;
    if (isSame) continue;
    throw new StrataError('unproven', `${wanted.name} was read back as ${found?.name ?? 'nothing'}`, {
      hint: 'The files were removed again. Its name may sort before an existing one, or its folder hold other rules.',
    });
  }
  const known = new Set(before.findings.map(({ message }) => message));
  const finding = history.findings.find(
    ({ severity, message }) => severity === 'error' && !known.has(message),
  );
  if (finding !== undefined) {
    throw new StrataError('unproven', finding.message, {
      hint: `The files were removed again. ${finding.hint ?? ''}`.trim(),
    });
  }
  await using written = await loadSource(source, load);
  assertSame(written.schema, goal);
}
