import { expect, test } from 'vitest';
import { findCycles, findRing, type Graph, sortGraph } from './graph.ts';

function graph(size: number, ...edges: readonly (readonly [number, number])[]): Graph {
  const after = Array.from({ length: size }, () => new Set<number>());
  for (const [from, to] of edges) after[from]?.add(to);
  return { size, edges: after };
}

test('what is free comes in the order of its numbers', () => {
  expect(sortGraph(graph(4))).toEqual([0, 1, 2, 3]);
  expect(sortGraph(graph(4, [2, 0]))).toEqual([1, 2, 0, 3]);
});

test('every edge points forward', () => {
  expect(sortGraph(graph(4, [3, 0], [2, 3], [0, 1]))).toEqual([2, 3, 0, 1]);
});

test('what lies on a cycle or behind one is left out', () => {
  expect(sortGraph(graph(5, [0, 1], [1, 2], [2, 1], [2, 3]))).toEqual([0, 4]);
});

test('cycles are found apart from each other', () => {
  const cycles = findCycles(graph(7, [0, 1], [1, 0], [1, 2], [3, 4], [4, 5], [5, 3], [5, 6]));
  expect(cycles.map((cycle) => cycle.sort((a, b) => a - b)).sort()).toEqual([
    [0, 1],
    [3, 4, 5],
  ]);
});

test('the shortest way around is found, past what lies behind the cycle', () => {
  const edges = graph(6, [1, 2], [2, 3], [3, 4], [4, 1], [2, 5], [3, 1]);
  expect(findRing(edges, findCycles(edges)[0]!)).toEqual([1, 2, 3]);
});

test('a chain longer than the call stack is no trouble', () => {
  const size = 100_000;
  const chain = graph(size, ...Array.from({ length: size - 1 }, (_, i) => [i, i + 1] as const), [
    size - 1,
    0,
  ]);
  expect(findCycles(chain)[0]).toHaveLength(size);
});
