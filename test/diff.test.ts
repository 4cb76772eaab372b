import { afterAll, describe, expect, test } from 'vitest';
import { testArena } from './judge/arena.ts';
import { type DiffCase, readDiffCases } from './judge/cases.ts';
import { startDumper } from './judge/dump.ts';
import { pgDeltaJudge } from './judge/pg-delta.ts';
import { pgDumpJudge } from './judge/pg-dump.ts';
import { ownJudge, ownPlanner } from './judge/strata.ts';
import { tryCase } from './judge/trial.ts';

const arena = testArena();
const dumper = startDumper();
afterAll(() => dumper[Symbol.asyncDispose]());
const judges = [ownJudge(), pgDumpJudge(dumper), pgDeltaJudge()];

const cases = readDiffCases();

async function complaintsOf(subject: DiffCase): Promise<string> {
  return (await tryCase(arena, judges, ownPlanner, subject)).join('\n\n');
}

describe('a plan turns before.sql into after.sql and back in', () => {
  test.concurrent.each(cases)('$name', async (subject) => {
    expect(await complaintsOf(subject)).toBe('');
  });
});
