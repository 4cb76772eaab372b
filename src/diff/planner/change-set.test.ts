import { expect, test } from 'vitest';
import { objectId } from '../../model/object-id.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { planChanges } from '../plan.ts';

/** Views of which each reads the one before, over a first one that reads what is given. */
function viewsInChain(size: number, first: string): Schema {
  const facts = Array.from({ length: size }, (_, i): Fact => {
    const name = `public.v${i}`;
    const below = `public.v${i - 1}`;
    return {
      id: objectId('view', name),
      kind: 'view',
      name,
      definition: { query: ` SELECT a FROM ${below}`, columns: [`a ${first}`] },
      dependsOn: i === 0 ? [] : [objectId('view', below)],
      goesWith: [],
    };
  });
  return { serverVersion: 180004, facts: new Map(facts.map((fact) => [fact.id, fact])), notModelled: [] };
}

test('a chain of views that is longer than the call stack is replaced', () => {
  const size = 20_000;
  const plan = planChanges(viewsInChain(size, 'integer'), viewsInChain(size, 'bigint'));
  expect(plan.steps).toHaveLength(2 * size);
});
