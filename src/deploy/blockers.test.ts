import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunResult } from '../db/session.ts';
import { watchBlockers } from './blockers.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const psql = { pid: 4711, name: 'psql', role: 'alice', state: 'idle in transaction', minutes: 0 };
const words = 'process 4711 (psql, alice), idle in transaction';

test.each([
  ['a lock that is not given', '55P03', 5, words],
  ['a time limit while it waits', '57014', 5, words],
  ['no time limit behind the wait', '57014', 1, undefined],
  ['no duplicate rows behind the wait', '23505', 1, undefined],
])('who was waited for is told of %s', async (_, code, secondsOfWaiting, expected) => {
  let asked = 0;
  const guard = {
    query: async () => {
      asked += 1;
      return (asked <= secondsOfWaiting ? [psql] : []) as never[];
    },
  };
  const told: string[] = [];
  const error = { code, message: '' } as NonNullable<RunResult['error']>;
  const work = new Promise<RunResult>((done) => {
    setTimeout(() => done({ completed: 0, error } as RunResult), 4500);
  });
  const onProgress = ({ message }: { readonly message?: string }) => {
    told.push(message ?? '');
  };
  const watched = watchBlockers({ guard, workerPid: 1, onProgress } as never, work);
  await vi.advanceTimersByTimeAsync(5000);
  expect((await watched).blockers).toBe(expected);
  expect(told).toEqual([`waiting for ${words}`]);
});
