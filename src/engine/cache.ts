import * as fs from 'node:fs';
import { join } from 'node:path';
import type { CacheItem } from '../model/cache.ts';
import { isKept } from './lease.ts';
import { choosePlaces, type Places } from './places.ts';
import { abandonedMs, leasePath, sweepRuns } from './run.ts';
import { listSnapshots, measure, remove, removeUnfinished } from './snapshots.ts';

/** Everything that the engine keeps, sorted by kind and name. */
export async function describeCache(cacheDir?: string): Promise<readonly CacheItem[]> {
  return list(choosePlaces(cacheDir));
}

/**
 * Removes everything that no running server needs, including what killed processes left behind, and returns what it was. While
 * a server runs, the binaries and its own files are kept.
 */
export async function clearCache(cacheDir?: string): Promise<readonly CacheItem[]> {
  const places = choosePlaces(cacheDir);
  await sweepRuns(places);
  const isBusy = await hasRuns(places);
  const removable = list(places).filter(({ kind }) => kind !== 'run' && !(isBusy && kind === 'binaries'));
  for (const { path } of removable) remove(path);
  for (const place of [...places.allClusters, places.programs])
    removeUnfinished(place, Date.now(), abandonedMs);
  return removable;
}

async function hasRuns({ allRuns }: Places): Promise<boolean> {
  const entries = allRuns.flatMap((runs) => fs.readdirSync(runs).map((entry) => join(runs, entry)));
  return (await Promise.all(entries.map((run) => isKept(leasePath(run))))).includes(true);
}

function list({ allClusters, allRuns, programs }: Places): CacheItem[] {
  const snapshots = allClusters.flatMap(listSnapshots).map(({ kind, name, directory, bytes, lastUsed }) => ({
    kind,
    name,
    path: directory,
    bytes,
    lastUsed: lastUsed.toISOString(),
  }));
  return [
    ...snapshots,
    ...below(programs, /^(postgresql|extensions)-/, 'binaries'),
    ...allRuns.flatMap((runs) => below(runs, /^(run|shared)-/, 'run')),
  ].sort((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name) || compare(a.path, b.path));
}

function below(directory: string, pattern: RegExp, kind: CacheItem['kind']): CacheItem[] {
  return fs
    .readdirSync(directory)
    .filter((entry) => pattern.test(entry))
    .flatMap((entry) => {
      const path = join(directory, entry);
      try {
        const lastUsed = fs.statSync(path).mtime.toISOString();
        return [{ kind, name: entry, path, bytes: measure(path).bytes, lastUsed }];
      } catch {
        // It went away while it was being looked at.
        return [];
      }
    });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
