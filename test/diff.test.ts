import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Arena, openArena } from './judge/arena.ts';
import { type DiffCase, readDiffCases } from './judge/cases.ts';
import { type Dumper, startDumper } from './judge/dump.ts';
import type { Judge } from './judge/judges.ts';
import { pgDeltaJudge } from './judge/pg-delta.ts';
import { pgDumpJudge } from './judge/pg-dump.ts';
import { ownJudge, ownPlanner } from './judge/strata.ts';
import { tryCase } from './judge/trial.ts';

let arena: Arena;
let dumper: Dumper;
let judges: readonly Judge[];
beforeAll(async () => {
  arena = await openArena();
  dumper = startDumper();
  judges = [ownJudge(), pgDumpJudge(dumper), pgDeltaJudge()];
});
afterAll(async () => {
  await dumper[Symbol.asyncDispose]();
  await arena[Symbol.asyncDispose]();
});

const cases = readDiffCases();

async function complaintsOf(subject: DiffCase): Promise<string> {
  return (await tryCase(arena, judges, ownPlanner, subject)).join('\n\n');
}

describe('a plan turns before.sql into after.sql and back in', () => {
  test.concurrent.each(cases)('$name', async (subject) => {
    expect(await complaintsOf(subject)).toBe('');
  });
});
