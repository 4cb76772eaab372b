import { afterAll, describe, expect, test } from 'vitest';
import { testArena } from './judge/arena.ts';
import { type DiffCase, readDiffCases } from './judge/cases.ts';
import { startDumper } from './judge/dump.ts';
import type { Judge } from './judge/judges.ts';
import { pgDeltaJudge } from './judge/pg-delta.ts';
import { pgDumpJudge } from './judge/pg-dump.ts';
import { ownJudge, ownPlanner } from './judge/strata.ts';
import { tryCase } from './judge/trial.ts';

const arena = testArena();
const dumper = startDumper();
afterAll(() => dumper[Symbol.asyncDispose]());
const [own, dumps, deltas] = [ownJudge(), pgDumpJudge(dumper), pgDeltaJudge()];
const judges = [own, dumps, deltas];

const cases = readDiffCases();

/** All judge the way there. pg_dump takes most of the time: the way back is for it to judge in every other case. */
const judgesOf = new Map<DiffCase, readonly Judge[]>(
  cases.map((subject, at) => [subject, at % 2 === 0 ? judges : [own, { ...dumps, isSlow: true }, deltas]]),
);

async function complaintsOf(subject: DiffCase): Promise<string> {
  return (await tryCase(arena, judgesOf.get(subject) ?? judges, ownPlanner, subject)).join('\n\n');
}

describe('a plan turns before.sql into after.sql and back in', () => {
  test.concurrent.each(cases)('$name', async (subject) => {
    expect(await complaintsOf(subject)).toBe('');
  });
});
