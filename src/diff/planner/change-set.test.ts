import { expect, test } from 'vitest';
import { objectId } from '../../model/object-id.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { kinds } from '../kinds/kinds.ts';
import { planChanges } from '../plan.ts';
import { ChangeSet } from './change-set.ts';

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

test('the state of a change set is another when one fact takes the place of another', () => {
  const set = new ChangeSet(viewsInChain(1, 'integer'), viewsInChain(1, 'bigint'), kinds);
  const before = set.state;
  expect(set.altered.delete('view:public.v0')).toBe(false);
  expect(set.state).toBe(before);
  expect(set.created.delete('view:public.v0')).toBe(true);
  set.created.add('view:public.v1');
  expect(set.state).not.toBe(before);
});
