import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Trace } from '../model/trace.ts';
import { clearRecords, describeRecords, openRecords } from './record.ts';

const home = mkdtempSync(join(tmpdir(), 'strata-records-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function keptIn(dir: string): Promise<string> {
  await openRecords(dir).writePart('one', 'schema', { column: 'name' });
  return join(dir, readdirSync(dir)[0]!);
}

test('what is kept is read again', async () => {
  const dir = join(home, 'whole');
  await keptIn(dir);
  expect(await openRecords(dir).readPart('one', 'schema')).toEqual({ column: 'name' });
  expect(await openRecords(dir).readPart('two', 'schema')).toBeUndefined();
});

test('a file with a changed byte is as good as none, also where it still is JSON', async () => {
  const file = await keptIn(join(home, 'changed'));
  writeFileSync(file, readFileSync(file, 'utf8').replace('name', 'nama'));
  expect(await openRecords(join(home, 'changed')).readPart('one', 'schema')).toBeUndefined();
});

test('a file that was cut off is as good as none', async () => {
  for (const bytes of [0, 4, 20]) {
    const file = await keptIn(join(home, 'cut'));
    truncateSync(file, bytes);
    expect(await openRecords(join(home, 'cut')).readPart('one', 'schema')).toBeUndefined();
  }
});

test('a place that takes no files costs only the memory', async () => {
  const file = join(home, 'a file');
  writeFileSync(file, '');
  const records = openRecords(join(file, 'below'));
  await records.write({
    chain: ['one'],
    trace: {} as Trace,
  });
  expect(await records.read('one')).toBeUndefined();
  expect(await describeRecords(join(file, 'below'))).toEqual([]);
});

test('the files are one item of the cache, which can be cleared', async () => {
  const dir = join(home, 'cleared');
  await keptIn(dir);
  expect(await clearRecords(dir)).toMatchObject([{ kind: 'rehearsals', name: '1 files', path: dir }]);
  expect(await describeRecords(dir)).toEqual([]);
});
