import { platformOfFiles } from '../../history/detect/platform.ts';
import { readHistory } from '../../history/read.ts';
import { closeOnFailure } from '../../model/close-on-failure.ts';
import type { Platform } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import type { LoadOptions } from '../rehearsal/ground.ts';
import { loadSource } from './load-source.ts';
import type { LoadedSource } from './loaded-source.ts';
import type { Source } from './sources.ts';
import { loadSqlFiles } from './sql-files.ts';

/** What two sources are read with. */
export interface CompareOptions {
  readonly cwd: string;
  readonly schemas?: readonly string[];
  readonly exclude?: readonly string[];
  /** Of a project's directory; of `cwd` where no side is a project. */
  readonly settingsOf: (dir: string) => Promise<ProjectSettings>;
}

/** Two sources are compared under the same conditions: a project's settings and platform hold for the other side too. */
export async function loadOptions(
  sources: readonly Source[],
  { cwd, schemas, exclude, settingsOf }: CompareOptions,
): Promise<LoadOptions> {
  const project = sources.find((source) => source.kind === 'project');
  const settings = await settingsOf(project?.root.dir ?? cwd);
  const history = project === undefined ? undefined : await readHistory(project.root, settings.overrides);
  const platform = history?.platform ?? (await platformOf(sources, settings, cwd));
  // What stands in files is known to whoever asks; what a live database keeps need not be.
  const secrets = sources.some(({ kind }) => kind === 'live') ? undefined : 'kept';
  return { cwd, settings, platform, history, schemas, exclude, secrets };
}

async function platformOf(
  sources: readonly Source[],
  { overrides }: ProjectSettings,
  cwd: string,
): Promise<Platform> {
  if (overrides.platform !== undefined) return overrides.platform;
  const files = sources.flatMap((source) => (source.kind === 'sql' ? source.files : []));
  // Loading them tells what cannot be read.
  const read = await loadSqlFiles(files, cwd).catch(() => []);
  return platformOfFiles(read.map(({ text }) => text));
}

/** Loads both at once. Where one fails, the other is closed before the error is thrown. */
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

/**
 * Loads one source after the other. The languages of Prisma and Drizzle describe only a part of a schema, so the Schema of the
 * other source has to be known first.
 */
async function loadInTurn(
  from: Source,
  to: Source,
  load: LoadOptions,
): Promise<{ before: LoadedSource; after: LoadedSource }> {
  return closeOnFailure(await loadSource(from, load), async (before) => ({
    before,
    after: await loadSource(to, load, before.schema),
  }));
}
