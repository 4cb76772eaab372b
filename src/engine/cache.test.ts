import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { clearCache, describeCache } from './cache.ts';
import { openEngine } from './open.ts';

const cacheDir = mkdtempSync(join(tmpdir(), 'strata-cache-'));
// Another user runs the programs under root, and finds them here: what is damaged below is nobody else's.
chmodSync(cacheDir, 0o711);
afterAll(() => rmSync(cacheDir, { recursive: true, force: true }));
const kinds = async () => {
  const items = await describeCache(cacheDir);
  // Running servers of others lie in the same place.
  return [...new Set(items.map((item) => item.kind))].filter((kind) => kind !== 'run');
};

test('tells what is kept and what runs, and clears it, but never under a running server', async () => {
  const base = { platform: 'none', extensions: {} } as const;
  const first = await openEngine({ kind: 'native', base, cacheDir });
  await first.save('a name');
  await first[Symbol.asyncDispose]();
  const items = await describeCache(cacheDir);
  expect(await kinds()).toEqual(['base', 'binaries', 'snapshot']);
  expect(items.find((item) => item.kind === 'snapshot')?.name).toBe('a name');
  expect(items.every((item) => item.bytes > 0 && !Number.isNaN(Date.parse(item.lastUsed)))).toBe(true);

  const programs = items.find((item) => item.kind === 'binaries' && item.name.startsWith('postgresql-'));
  expect(programs?.path.startsWith(cacheDir)).toBe(true);
  rmSync(join(programs?.path as string, 'version'));
  const running = await openEngine({ kind: 'native', base, cacheDir });
  expect(
    (await describeCache(cacheDir)).some((item) => running.main.address?.host?.startsWith(item.path)),
  ).toBe(true);
  await clearCache(cacheDir);
  expect(await kinds()).toEqual(['binaries']);
  await using session = await running.main.connect('owner');
  expect((await session.run('CREATE EXTENSION citext')).error).toBeUndefined();
  await running[Symbol.asyncDispose]();
});
