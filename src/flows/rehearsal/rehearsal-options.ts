import { join } from 'node:path';
import { cacheHome } from '../../engine/places.ts';
import type { ProjectSettings } from '../../model/settings.ts';
import { basisOf } from '../../replay/basis.ts';
import { openRecords, type Records } from '../../replay/record.ts';
import type { RehearsalRunOptions } from '../../replay/rehearsal-run.ts';

/** The store of rehearsals that the settings ask for; undefined where they keep none. */
export function recordsOf({ cache, cacheDir }: ProjectSettings): Records | undefined {
  return cache ? openRecords(recordsDir(cacheDir)) : undefined;
}

/** Where records of rehearsals are kept. */
export function recordsDir(cacheDir: string | undefined): string {
  return join(cacheDir ?? cacheHome(), 'rehearsals');
}

/** How a project's history is rehearsed. */
export function rehearsalOptions(settings: ProjectSettings): RehearsalRunOptions {
  return { ...basisOf(settings), records: recordsOf(settings), cacheDir: settings.cacheDir };
}
