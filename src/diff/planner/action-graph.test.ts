import { expect, test } from 'vitest';
import { objectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import { looseness } from '../kind.ts';
import type { Action } from './action.ts';
import { ActionGraph } from './action-graph.ts';

function creation(kind: 'table' | 'constraint', name: string): Action {
  const id = objectId(kind, name);
  const fact: Fact = { id, kind, name, definition: {}, dependsOn: [], goesWith: [] };
  return { verb: 'create', id, fact };
}

test('a ring of more foreign keys than a call takes arguments is opened', () => {
  const size = 100_000;
  const names = Array.from({ length: size }, (_, i) => String(i));
  const graph = new ActionGraph([
    ...names.map((name) => creation('table', name)),
    ...names.map((name) => creation('constraint', name)),
  ]);
  for (let i = 0; i < size; i += 1) {
    graph.follow(size + i, i, looseness.loose);
    graph.edge((i + 1) % size, size + i);
    graph.edge((i + 2) % size, size + i);
    graph.edge(i, size + i);
  }
  const order = graph.order();
  expect(order).toHaveLength(2 * size);
  expect(order.slice(0, size).every(({ lead }) => lead.fact.kind === 'table')).toBe(true);
});

test('the error of a cycle that nothing opens says what waits for what', () => {
  const graph = new ActionGraph(['a', 'b', 'c'].map((name) => creation('table', name)));
  graph.edge(0, 1);
  graph.edge(1, 2);
  graph.edge(2, 0);
  expect(() => graph.order()).toThrow(
    'create table c waits for create table b, which waits for create table a, which waits for create table c',
  );
});

test('cycles apart from each other are opened each by what is loosest on it', () => {
  const names = ['a', 'b', 'c', 'd'];
  const graph = new ActionGraph([
    ...names.map((name) => creation('table', name)),
    ...names.map((name) => creation('constraint', name)),
  ]);
  const { firm, loose } = looseness;
  for (const [table, readiness] of [firm, loose, loose, firm].entries()) {
    graph.follow(4 + table, table, readiness);
    const other = table ^ 1;
    graph.edge(table, 4 + table);
    graph.edge(other, 4 + table);
  }
  expect(graph.order().map(({ lead }) => lead.id)).toEqual([
    'table:b',
    'table:a',
    'table:c',
    'table:d',
    'constraint:b',
    'constraint:c',
  ]);
});
