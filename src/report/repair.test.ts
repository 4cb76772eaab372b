import { expect, test } from 'vitest';
import type { DriftedObject } from '../model/drift.ts';
import { ignoreJson, ignoreLines } from './repair.ts';

const index = { what: 'index', name: 'public."By name"' } as DriftedObject;

test('what may differ is told as lines to copy, and to programs as the configuration holds it', () => {
  const said = [[index], "the team's study", '2027-03-31'] as const;
  const allowance = { object: 'index public."By name"', because: "the team's study", until: '2027-03-31' };
  expect(JSON.parse(ignoreJson(...said))).toEqual({ drift: { ignore: [allowance] } });
  expect(ignoreLines(...said)).toContain(
    String.raw`{ object: "index public.\"By name\"", because: "the team's study", until: "2027-03-31" },`,
  );
  expect(ignoreLines([index], 'for good', undefined)).not.toContain('until');
});
