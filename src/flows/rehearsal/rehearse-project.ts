import type { ProjectRoot } from '../../history/project-root.ts';
import { readHistory } from '../../history/read.ts';
import type { History } from '../../model/migration.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { type Rehearsal, type RehearseOptions, rehearse } from '../../replay/rehearse.ts';
import { rehearseAssuming } from './assume.ts';
import { rehearsalOptions } from './rehearsal-options.ts';

/** A project's history, rehearsed; times in milliseconds. */
interface RehearsedProject {
  readonly history: History;
  /** Undefined where there was nothing to rehearse. */
  readonly rehearsal: Rehearsal | undefined;
  /** What is assumed, a few words each. */
  readonly assumed: readonly string[];
  readonly readMs: number;
  readonly rehearseMs: number;
}

interface RehearseProjectOptions extends Pick<RehearseOptions, 'onProgress' | 'afterwards'> {
  /** Called with the history where a rehearsal has to run, since not all of it was kept. */
  readonly onStart?: (history: History) => void;
  /** Assumes what the migrations name and none makes. Files that were named one by one are always read so. */
  readonly assumes?: boolean;
}

/** Reads a project's history and rehearses it, or takes an equal earlier rehearsal from the cache. */
export async function rehearseProject(
  root: ProjectRoot,
  settings: ProjectSettings,
  { onProgress, onStart, afterwards, assumes = false }: RehearseProjectOptions = {},
): Promise<RehearsedProject> {
  const started = performance.now();
  const history = await readHistory(root, settings.overrides);
  const read = performance.now();
  if (history.migrations.length === 0)
    return { history, rehearsal: undefined, assumed: [], readMs: read - started, rehearseMs: 0 };
  const options = {
    ...rehearsalOptions(settings),
    readsSchema: true,
    onStart: () => onStart?.(history),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const readMs = read - started;
  if (assumes || root.files !== undefined) {
    const seen = await rehearseAssuming(
      history,
      (one, left) => rehearse(one, { ...options, keepsSnapshots: false, afterwards: left }),
      root.files !== undefined,
    );
    return { ...seen, readMs, rehearseMs: performance.now() - read };
  }
  const rehearsal = await rehearse(history, {
    ...options,
    ...(afterwards === undefined ? {} : { afterwards }),
  });
  return { history, rehearsal, assumed: [], readMs, rehearseMs: performance.now() - read };
}
