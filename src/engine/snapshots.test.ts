import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import {
  copySnapshot,
  evictSnapshots,
  findSnapshot,
  keepSnapshot,
  listSnapshots,
  removeUnfinished,
} from './snapshots.ts';

const top = mkdtempSync(join(tmpdir(), 'strata-snapshots-'));
let clusters = '';
let count = 0;
const day = 24 * 3600 * 1000;
const now = Date.now();

beforeEach(() => {
  count += 1;
  clusters = join(top, String(count));
  mkdirSync(clusters);
});
afterAll(() => rmSync(top, { recursive: true, force: true }));

async function keep(name: string, bytes: number, ageMs: number): Promise<void> {
  const data = join(top, `data-${name}`);
  mkdirSync(join(data, 'base'), { recursive: true });
  writeFileSync(join(data, 'base/1'), 'x'.repeat(bytes));
  await keepSnapshot(clusters, name, { kind: 'snapshot', name, password: '' }, data);
  const used = new Date(now - ageMs);
  utimesSync(join(clusters, `snapshot-${name}`), used, used);
}

const names = () => listSnapshots(clusters).map(({ name }) => name);
const limits = { count: 24, bytes: 1e9, ageMs: 14 * day };

test('drops the least recently used beyond the count', async () => {
  for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) await keep(name, 10, (4 - index) * 1000);
  evictSnapshots(clusters, { ...limits, count: 2 }, now);
  expect(names()).toEqual(['c', 'd']);
});

test('drops the least recently used beyond the bytes', async () => {
  for (const [index, name] of ['a', 'b', 'c'].entries()) await keep(name, 1000, (3 - index) * 1000);
  evictSnapshots(clusters, { ...limits, bytes: 2500 }, now);
  expect(names()).toEqual(['b', 'c']);
  // Somebody is about to start from it.
  evictSnapshots(clusters, { ...limits, bytes: 500 }, now);
  expect(names()).toEqual(['c']);
});

test('drops what nobody used for two weeks, and use keeps it', async () => {
  await keep('stale', 10, 15 * day);
  await keep('found', 10, 15 * day);
  // It may lie where the memory had more room once.
  expect(findSnapshot([join(top, 'none'), clusters], 'snapshot', 'found')?.name).toBe('found');
  evictSnapshots(clusters, limits, now);
  expect(names()).toEqual(['found']);
  evictSnapshots(clusters, limits, now + 15 * day);
  expect(names()).toEqual([]);
});

test('removes half-made directories once their makers must be gone', async () => {
  for (const name of ['part-1-a', 'gone-1-b']) mkdirSync(join(clusters, name));
  const old = new Date(now - 3600_000);
  utimesSync(join(clusters, 'part-1-a'), old, old);
  removeUnfinished(clusters, now);
  expect(readdirSync(clusters)).toEqual(['gone-1-b']);
});

test('a copy is whole or it is not used', async () => {
  await keep('one', 10, 0);
  const found = findSnapshot([clusters], 'snapshot', 'one');
  if (found === undefined) throw new Error('it was kept');
  expect(await copySnapshot(found, join(clusters, 'copy'))).toBe(true);
  writeFileSync(join(found.directory, 'data/base/1'), 'short');
  expect(await copySnapshot(found, join(clusters, 'second'))).toBe(false);
  expect(readdirSync(clusters)).toEqual(['copy']);
});

test('a changed byte is found, in the data and in the facts', async () => {
  for (const [file, before, after] of [
    ['data/base/1', 'xxxx', 'xxXx'],
    ['snapshot.json', '"password":""', '"password":"x"'],
  ] as const) {
    await keep('two', 10, 0);
    const path = join(clusters, 'snapshot-two', file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(before, after));
    const found = findSnapshot([clusters], 'snapshot', 'two');
    if (found === undefined) throw new Error('it was kept');
    expect(await copySnapshot(found, join(clusters, 'copy'))).toBe(false);
    expect(readdirSync(clusters)).toEqual([]);
  }
});

test('a snapshot without facts makes room for the next', async () => {
  await keep('three', 10, 0);
  rmSync(join(clusters, 'snapshot-three/snapshot.json'));
  expect(findSnapshot([clusters], 'snapshot', 'three')).toBeUndefined();
  await keep('three', 10, 0);
  expect(findSnapshot([clusters], 'snapshot', 'three')?.name).toBe('three');
});

test('names the program that copies where PATH does not lead to it', async () => {
  await keep('a', 10, 0);
  const path = process.env.PATH;
  process.env.PATH = top;
  try {
    await expect(copySnapshot(listSnapshots(clusters)[0]!, join(clusters, 'copy'))).rejects.toMatchObject({
      hint: 'Put the directory of the program `cp` into PATH.',
    });
  } finally {
    process.env.PATH = path;
  }
});
