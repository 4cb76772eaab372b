import { expect, test } from 'vitest';
import { objectId } from '../../model/object-id.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { planRenames } from './plan.ts';

test('columns that all move on to the next name are renamed from the last one on, in a moment', {
  timeout: 5_000,
}, () => {
  const table: Fact = fact('table', 'public.t');
  const columns = Array.from({ length: 1_500 }, (_, i) => fact('column', `public.t.c${i}`, table));
  const facts = new Map([table, ...columns].map((one) => [one.id, one]));
  const schema: Schema = { serverVersion: 180004, facts, notModelled: [] };
  const renames = columns.map(({ name }, i) => ({ from: name, to: `public.t.c${i + 1}` }));
  const steps = planRenames(schema, renames).map(({ sql }) => sql);
  expect(steps).toHaveLength(1_500);
  expect(steps[0]).toBe('ALTER TABLE public.t RENAME COLUMN c1499 TO c1500');
  expect(steps.at(-1)).toBe('ALTER TABLE public.t RENAME COLUMN c0 TO c1');
});

function fact(kind: 'table' | 'column', name: string, parent?: Fact): Fact {
  const place = parent === undefined ? {} : { parent: parent.id };
  return { id: objectId(kind, name), kind, name, definition: {}, dependsOn: [], goesWith: [], ...place };
}
