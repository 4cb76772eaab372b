import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { factKinds } from '../src/model/schema.ts';

const text = readFileSync(join(import.meta.dirname, '../COVERAGE.md'), 'utf8');

test('COVERAGE.md lists exactly the kinds that the code knows', () => {
  const listed = [...text.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, kind]) => kind);
  expect(listed.sort()).toEqual([...factKinds].sort());
});
