import { readdirSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RehearsalBasis } from './chain.ts';

/** What a rehearsal under these settings depends on, this code included. */
export function basisOf(settings: Omit<RehearsalBasis, 'code'>): RehearsalBasis {
  const { engine, superuser, extensions, roles, setup } = settings;
  return { engine, superuser, extensions, roles, setup, code: codeId() };
}

/**
 * Identifies the code that rehearses, so that no version of Strata uses the records of another: the id of the build, or in a
 * source checkout the time of the newest source file.
 */
function codeId(): string {
  const root = fileURLToPath(new URL('..', import.meta.url));
  try {
    return readFileSync(`${root}build-id.txt`, 'utf8');
  } catch {
    let newest = 0;
    for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      newest = Math.max(newest, statSync(`${root}${name}`).mtimeMs);
    }
    return `source ${newest}`;
  }
}
