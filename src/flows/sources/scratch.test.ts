import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directory } from '../../../test/strata.ts';
import { openScratch } from './scratch.ts';

test('a scratch directory goes with its owner, and one whose owner was killed a day later', () => {
  using parent = directory({ 'strata-scratch-young/a': '', 'strata-scratch-old/a': '', 'other/a': '' });
  const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
  for (const name of ['strata-scratch-old', 'other']) utimesSync(join(parent.path, name), longAgo, longAgo);
  {
    using scratch = openScratch(parent.path);
    mkdirSync(join(scratch.path, 'below'));
    writeFileSync(join(scratch.path, 'below/file'), 'x');
    expect(existsSync(join(parent.path, 'strata-scratch-old'))).toBe(false);
  }
  expect(readdirSync(parent.path).sort()).toEqual(['other', 'strata-scratch-young']);
});
