import { resolve } from 'node:path';

/** Where caches live, absolute, if the user says so. */
export function cacheDir(): string | undefined {
  const dir = given(process.env.STRATA_CACHE_DIR);
  return dir === undefined ? undefined : resolve(dir);
}

/** Whether nobody sits in front of this run. */
export function isUnattended(): boolean {
  const ci = process.env.CI;
  return ci !== undefined && ci !== '' && ci !== 'false' && ci !== '0';
}

/** The file that says which rule of the database is taken away for the tests that run, set by `strata mutate`. */
export function mutationFile(): string | undefined {
  return given(process.env.STRATA_MUTATION);
}

/** Top of the checkout that a CI service works on: paths in its reports are relative to it. */
export function checkoutDir(): string | undefined {
  return given(process.env.GITHUB_WORKSPACE ?? process.env.CI_PROJECT_DIR);
}

/** The file that GitHub shows as the summary of a job; every step adds to it. */
export function jobSummaryFile(): string | undefined {
  return given(process.env.GITHUB_STEP_SUMMARY);
}

/** The database that commands for a live one use where none is named. */
export function databaseUrl(): string | undefined {
  return given(process.env.DATABASE_URL);
}

/** A variable that is empty counts as not set. */
function given(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
