import { expect, test } from 'vitest';
import type { LockMode, MigrationTrace } from '../model/trace.ts';
import { heldLocks } from './held.ts';

function traced(...locks: readonly (readonly (readonly [string, LockMode])[])[]): MigrationTrace {
  return {
    migration: 'm',
    outcome: 'applied',
    ms: 100,
    leaks: [],
    leftovers: [],
    statements: locks.map((taken, i) => ({
      index: i + 1,
      start: 0,
      end: 0,
      line: i + 1,
      ms: 10,
      locks: taken.map(([relation, mode]) => ({ relation, relkind: 'r', mode })),
      rewrites: [],
      verifies: [],
      indexBuilds: [],
      indexedTables: [],
      events: [],
      notices: [],
    })),
  };
}

const told = traced(
  [['a', 'ShareLock']],
  [
    ['a', 'AccessExclusiveLock'],
    ['b', 'RowExclusiveLock'],
  ],
  [],
  [['c', 'ShareLock']],
);

test('a lock is held from the statement that took it until the migration ends, and only the strongest counts', () => {
  expect(heldLocks(told)).toEqual([
    { relation: 'a', mode: 'AccessExclusiveLock', waits: 'reads and writes', from: 10, ms: 30, line: 2 },
    { relation: 'c', mode: 'ShareLock', waits: 'writes', from: 30, ms: 10, line: 4 },
  ]);
});

test('where the transactions are known, a lock goes with its own', () => {
  const [a, c] = heldLocks(told, [1, 1, 2, 3]);
  expect([a?.ms, c?.ms]).toEqual([10, 10]);
  const alone = heldLocks(told, [1, 2, 3, 4]);
  expect(alone.map(({ relation, ms }) => [relation, ms])).toEqual([
    ['a', 10],
    ['c', 10],
  ]);
});
