import { afterAll, describe, expect, test } from 'vitest';
import { once } from '../src/model/once.ts';
import { testArena } from './judge/arena.ts';
import { type DiffCase, readDiffCases } from './judge/cases.ts';
import { startDumper } from './judge/dump.ts';
import { pgDeltaJudge } from './judge/pg-delta.ts';
import { pgDumpJudge } from './judge/pg-dump.ts';
import { ownJudge, ownPlanner } from './judge/strata.ts';
import { grouped, together } from './judge/together.ts';
import { tryCase } from './judge/trial.ts';

const arena = testArena();
const dumper = startDumper();
afterAll(() => dumper[Symbol.asyncDispose]());
const judges = [ownJudge(), pgDumpJudge(dumper), pgDeltaJudge()];

const groups = grouped(readDiffCases());

function complaintsOf(subject: DiffCase): Promise<readonly string[]> {
  return tryCase(arena, judges, ownPlanner, subject);
}

/** What is wrong with a case or, where no case of a group has a fault by itself, with all of them together. */
const complaintsIn = once(async (group: readonly DiffCase[]): Promise<ReadonlyMap<DiffCase, string>> => {
  const shared = await complaintsOf(together(group));
  if (shared.length === 0) return new Map();
  const alone = new Map<DiffCase, string>();
  if (group.length > 1)
    for (const subject of group) alone.set(subject, (await complaintsOf(subject)).join('\n\n'));
  const isTheirs = [...alone.values()].some((complaints) => complaints !== '');
  return isTheirs ? alone : new Map(group.map((subject) => [subject, shared.join('\n\n')]));
});

/** First one of every group, which tries all of it: neighbours run at once. */
const cases = groups
  .flatMap((group) => group.map((subject, at) => ({ name: subject.name, subject, group, at })))
  .sort((a, b) => a.at - b.at);

describe('a plan turns before.sql into after.sql and back in', () => {
  test.concurrent.each(cases)('$name', async ({ subject, group }) => {
    expect((await complaintsIn(group)).get(subject) ?? '').toBe('');
  });
});
