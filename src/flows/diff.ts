import { planChanges } from '../diff/plan.ts';
import { readHistory } from '../history/read.ts';
import type { Platform } from '../model/migration.ts';
import type { Plan } from '../model/plan.ts';
import type { NotModelled } from '../model/schema.ts';
import type { ProjectSettings } from '../model/settings.ts';
import { type Loaded, type LoadOptions, loadSource } from './load-source.ts';
import { type Proof, provePlan } from './prove-plan.ts';
import { parseSource, type Source } from './sources.ts';

export interface DiffOptions {
  readonly cwd: string;
  /** As named on the command line. */
  readonly from: string;
  readonly to: string;
  readonly schemas?: readonly string[];
  readonly exclude?: readonly string[];
  readonly settings: ProjectSettings;
  /** Run the plan on a clone before it is shown. */
  readonly prove: boolean;
}

export interface Difference {
  readonly plan: Plan;
  /** Undefined where the proof was not wanted, or there was no throwaway database to run it on. */
  readonly proof: Proof | undefined;
  /** What neither side's reader knows how to compare. */
  readonly notModelled: readonly NotModelled[];
}

/** The proven way from one source to another. */
export async function diff(options: DiffOptions): Promise<Difference> {
  const { cwd, schemas, exclude, settings } = options;
  const [from, to] = await Promise.all([parseSource(options.from, cwd), parseSource(options.to, cwd)]);
  const platform = await platformOf([from, to], settings);
  const load: LoadOptions = {
    cwd,
    settings,
    platform,
    ...(schemas === undefined ? {} : { schemas }),
    ...(exclude === undefined ? {} : { exclude }),
  };
  const { before, after } = await loadBoth(from, to, load);
  await using _before = before;
  await using _after = after;
  const plan = planChanges(before.schema, after.schema);
  const { throwaway } = before;
  const proof =
    options.prove && throwaway !== undefined && plan.steps.length > 0
      ? await provePlan(plan, { ...throwaway, from: before.schema, to: after.schema }, load)
      : undefined;
  return { plan, proof, notModelled: [...before.schema.notModelled, ...after.schema.notModelled] };
}

/** Both at once; where one fails, the other is taken down before the error goes on. */
async function loadBoth(
  from: Source,
  to: Source,
  load: LoadOptions,
): Promise<{ before: Loaded; after: Loaded }> {
  const [before, after] = await Promise.allSettled([loadSource(from, load), loadSource(to, load)]);
  if (before.status === 'fulfilled' && after.status === 'fulfilled')
    return { before: before.value, after: after.value };
  for (const side of [before, after])
    if (side.status === 'fulfilled') await side.value[Symbol.asyncDispose]();
  throw (before.status === 'rejected' ? before.reason : (after as PromiseRejectedResult).reason) as unknown;
}

/** Two sources are compared on the same ground: a project's platform is under the other side too. */
async function platformOf(sources: readonly Source[], { overrides }: ProjectSettings): Promise<Platform> {
  if (overrides.platform !== undefined) return overrides.platform;
  for (const source of sources) {
    if (source.kind === 'project') return (await readHistory(source.root, overrides)).platform;
  }
  return 'none';
}
