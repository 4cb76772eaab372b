import { writeSteps } from '../diff/write-steps.ts';
import { platformOfFiles } from '../history/detect/platform.ts';
import { readHistory } from '../history/read.ts';
import type { SchemaDifference } from '../model/difference.ts';
import type { Platform } from '../model/migration.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { notesBetween } from './compare/diff-notes.ts';
import { notModelledBetween } from './compare/not-modelled.ts';
import { trimToVersion } from './drift/comparable.ts';
import { planTransition } from './proof/plan-transition.ts';
import { provePlan } from './proof/prove-plan.ts';
import { loadSource } from './sources/load-source.ts';
import type { LoadedSource } from './sources/loaded-source.ts';
import { givenRenames, renamesIn } from './sources/source-renames.ts';
import { parseSource, type Source } from './sources/sources.ts';
import { readSqlFiles } from './sources/sql-files.ts';
import type { LoadOptions } from './sources/throwaway.ts';

export interface DiffOptions {
  readonly cwd: string;
  /** As named on the command line. */
  readonly from: string;
  readonly to: string;
  readonly schemas?: readonly string[];
  readonly exclude?: readonly string[];
  /** Of a project's directory; of `cwd` where no side is a project. */
  readonly settingsOf: (dir: string) => Promise<ProjectSettings>;
  /** `old=new`, told on the command line. */
  readonly renames: readonly string[];
  /** Block tables in use for moments only, at the price of more steps. */
  readonly online: boolean;
  /** Run the plan on a clone before it is shown. */
  readonly prove: boolean;
}

/** The proven way from one source to another. */
export async function diff(options: DiffOptions): Promise<SchemaDifference> {
  const { cwd } = options;
  const [from, to] = await Promise.all([parseSource(options.from, cwd), parseSource(options.to, cwd)]);
  const load = await loadOptions([from, to], options);
  const loaded = await loadBoth(from, to, load);
  await using _before = loaded.before;
  await using _after = loaded.after;
  const { before, after } = onOneVersion(loaded.before, loaded.after);
  const renames = [
    ...givenRenames(options.renames, load.settings, before.schema),
    ...(await renamesIn(to, before.schema)),
    ...(after.renames ?? []),
  ];
  const plan = await planTransition(before.schema, after.schema, before.throwaway, {
    ...load,
    renames,
    online: options.online,
  });
  const proof =
    options.prove && before.throwaway !== undefined && plan.steps.length > 0
      ? await provePlan(plan, after.schema, before.throwaway, load)
      : undefined;
  return {
    plan,
    sql: writeSteps(plan.steps),
    proof,
    notModelled: notModelledBetween(before.schema, after.schema),
    notes: [...before.notes, ...after.notes, ...notesBetween(before.schema, after.schema, load)],
  };
}

/** An older server is told nothing of what only later ones can say, and asked for none of it. */
function onOneVersion(
  before: LoadedSource,
  after: LoadedSource,
): { before: LoadedSource; after: LoadedSource } {
  const version = Math.min(before.schema.serverVersion, after.schema.serverVersion);
  const trimmed = (side: LoadedSource): LoadedSource => ({
    ...side,
    schema: trimToVersion(side.schema, version),
  });
  return { before: trimmed(before), after: trimmed(after) };
}

/** Two sources are compared on the same ground: a project's settings and platform hold for the other side too. */
export async function loadOptions(
  sources: readonly Source[],
  { cwd, schemas, exclude, settingsOf }: Pick<DiffOptions, 'cwd' | 'schemas' | 'exclude' | 'settingsOf'>,
): Promise<LoadOptions> {
  const project = sources.find((source) => source.kind === 'project');
  const settings = await settingsOf(project?.root.dir ?? cwd);
  const history = project === undefined ? undefined : await readHistory(project.root, settings.overrides);
  const platform = history?.platform ?? (await platformOf(sources, settings, cwd));
  return { cwd, settings, platform, history, schemas, exclude };
}

async function platformOf(
  sources: readonly Source[],
  { overrides }: ProjectSettings,
  cwd: string,
): Promise<Platform> {
  if (overrides.platform !== undefined) return overrides.platform;
  const files = sources.flatMap((source) => (source.kind === 'sql' ? source.files : []));
  // Loading them tells what cannot be read.
  const read = await readSqlFiles(files, cwd).catch(() => []);
  return platformOfFiles(read.map(({ text }) => text));
}

/** Both at once; where one fails, the other is taken down before the error goes on. */
export async function loadBoth(
  from: Source,
  to: Source,
  load: LoadOptions,
): Promise<{ before: LoadedSource; after: LoadedSource }> {
  if (to.kind === 'prisma' || to.kind === 'drizzle') return loadInTurn(from, to, load);
  const [before, after] = await Promise.allSettled([loadSource(from, load), loadSource(to, load)]);
  if (before.status === 'fulfilled' && after.status === 'fulfilled')
    return { before: before.value, after: after.value };
  for (const side of [before, after])
    if (side.status === 'fulfilled') await side.value[Symbol.asyncDispose]();
  throw (before.status === 'rejected' ? before.reason : (after as PromiseRejectedResult).reason) as unknown;
}

/** The languages of Prisma and Drizzle say a part of what is there, and nothing of the rest: that has to be known first. */
async function loadInTurn(
  from: Source,
  to: Source,
  load: LoadOptions,
): Promise<{ before: LoadedSource; after: LoadedSource }> {
  const before = await loadSource(from, load);
  try {
    return { before, after: await loadSource(to, load, before.schema) };
  } catch (error) {
    await before[Symbol.asyncDispose]();
    throw error;
  }
}
