import { clearCache, describeCache } from '../engine/cache.ts';
import type { CacheItem } from '../model/cache.ts';
import { clearRecords, describeRecords } from '../replay/record.ts';
import { recordsDir } from './rehearsal/rehearsal-options.ts';

/** Everything that is kept between runs: clusters, binaries, records of rehearsals. */
export async function showCache(cacheDir: string | undefined): Promise<readonly CacheItem[]> {
  return [...(await describeCache(cacheDir)), ...(await describeRecords(recordsDir(cacheDir)))];
}

/** Removes all that no other run uses now, and tells what it was. */
export async function emptyCache(cacheDir: string | undefined): Promise<readonly CacheItem[]> {
  return [...(await clearCache(cacheDir)), ...(await clearRecords(recordsDir(cacheDir)))];
}
