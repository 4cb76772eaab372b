import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { placeExtensions } from './extension-files.ts';
import { placeDirectory } from './place.ts';

const scratch = mkdtempSync(join(tmpdir(), 'strata-place-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('what cannot be made whole leaves nothing, and is said with what to do', () => {
  const home = mkdtempSync(join(scratch, 'home-'));
  const place = () =>
    placeDirectory(join(home, 'whole'), 'the files', (part) => {
      mkdirSync(part);
      writeFileSync(join(part, 'first'), '');
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    });
  expect(place).toThrow(`cannot place the files in ${join(home, 'whole')}: ENOSPC`);
  expect(place).toThrow(expect.objectContaining({ code: 'engine', hint: expect.stringContaining('room') }));
  expect(readdirSync(home)).toEqual([]);
});

test('what another process placed meanwhile is kept', () => {
  const directory = join(mkdtempSync(join(scratch, 'home-')), 'whole');
  placeDirectory(directory, 'the files', (part) => {
    for (const made of [part, directory]) {
      mkdirSync(made);
      writeFileSync(join(made, made === part ? 'mine' : 'theirs'), '');
    }
  });
  expect(readdirSync(directory)).toEqual(['theirs']);
});

test('extensions of which a file is gone are placed anew', () => {
  const programs = mkdtempSync(join(scratch, 'programs-'));
  const place = () => placeExtensions(programs, [{ name: 'small', version: '1', sql: 'SELECT 1;' }]);
  const files = () => readdirSync(join(place(), 'extension')).sort();
  const made = files();
  expect(made).toEqual(['small--1.sql', 'small.control']);
  rmSync(join(place(), 'extension/small.control'));
  expect(files()).toEqual(made);
});

test.skipIf(process.getuid?.() !== 0)('extensions that a full disk has no room for leave no part', () => {
  const disk = mkdtempSync(join(scratch, 'disk-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16k,mode=755', 'tmpfs', disk]).status !== 0) return;
  try {
    const large = { name: 'large', version: '1', sql: `-- ${'x'.repeat(100_000)}` };
    expect(() => placeExtensions(disk, [large])).toThrow(/^cannot place extensions in .*ENOSPC/);
    expect(readdirSync(disk)).toEqual([]);
  } finally {
    spawnSync('umount', [disk]);
  }
});
