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
