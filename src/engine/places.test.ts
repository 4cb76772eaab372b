import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cacheHome, choosePlaces } from './places.ts';

const top = mkdtempSync(join(tmpdir(), 'strata-places-'));
// Under root another user runs the programs.
chmodSync(top, 0o755);
afterAll(() => rmSync(top, { recursive: true, force: true }));

test.skipIf(platform() !== 'linux')('a cache where no directory can be made is an error at once', () => {
  expect(() => choosePlaces('/proc/pgstrata/cache')).toThrow(
    'cannot make the directory /proc/pgstrata/cache',
  );
});

test('a file in place of the cache is an error', () => {
  expect(() => choosePlaces(import.meta.filename)).toThrow('cannot make the directory');
});

test.skipIf(platform() !== 'linux')(
  'what earlier runs kept is looked for in memory and on disk, whichever has room now',
  () => {
    const clusters = [cacheHome(), `/dev/shm/pgstrata-${process.getuid?.()}`].map((one) =>
      join(one, 'clusters'),
    );
    for (const place of clusters) mkdirSync(place, { recursive: true });
    expect([...choosePlaces().allClusters].sort()).toEqual(clusters.sort());
  },
);

test('spaces and letters of any language do for programs, what a shell reads in quotes, or PostgreSQL in a list, does not', () => {
  const plain = join(top, "ü ö's");
  expect(choosePlaces(plain).programs.startsWith(plain)).toBe(true);
  for (const name of ['a "b"', 'a $b', 'a `b`', `a${delimiter}b`]) {
    const cacheDir = join(top, name);
    const { programs, clusters } = choosePlaces(cacheDir);
    expect(programs.startsWith(cacheDir)).toBe(false);
    expect(clusters.startsWith(cacheDir)).toBe(true);
  }
});
