/** Where caches live, if the user says so. */
export function cacheDir(): string | undefined {
  const dir = process.env.STRATA_CACHE_DIR;
  return dir === undefined || dir === '' ? undefined : dir;
}

/** Whether nobody sits in front of this run. */
export function isUnattended(): boolean {
  const ci = process.env.CI;
  return ci !== undefined && ci !== '' && ci !== 'false' && ci !== '0';
}
