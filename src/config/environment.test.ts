import { resolve } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { cacheDir } from './environment.ts';

afterEach(() => vi.unstubAllEnvs());

test('a directory for caches may be named from where the command runs', () => {
  vi.stubEnv('STRATA_CACHE_DIR', 'caches/strata');
  expect(cacheDir()).toBe(resolve('caches/strata'));
  vi.stubEnv('STRATA_CACHE_DIR', '');
  expect(cacheDir()).toBeUndefined();
});
