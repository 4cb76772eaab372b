import { expect, test } from 'vitest';
import { type NotNull, notNullOf, plainNotNull, withNotNull } from '../model/not-null.ts';
import { type ObjectId, objectId } from '../model/object-id.ts';
import type { Fact, Schema } from '../model/schema.ts';
import { drizzleGoal } from './drizzle-goal.ts';
import { withUnchosenNames } from './unchosen-names.ts';

const whole = objectId('column', 'public.p.a');
const part = objectId('column', 'public.p_1.a');
const renamed = { ...plainNotNull, name: 'p_1_draft_a_not_null' };

test('a table that becomes a partition keeps the older name of its NOT NULL, in the way in which inherited ones have names', () => {
  const history = schema(column(whole, plainNotNull), column(part, renamed));
  const attached: NotNull = { ...plainNotNull, origin: 'inherited', name: 'p_a_not_null' };
  const declared = schema(column(whole, plainNotNull), column(part, attached, whole));
  const { definition, remarks } = withUnchosenNames(history, declared).facts.get(part)!;
  expect(definition).toEqual({ type: 'integer', notNull: true, notNullInherited: true });
  expect(remarks).toEqual({ notNullName: 'p_1_draft_a_not_null' });
});

test('an inherited NOT NULL has the name that the declaration gives to its parent', () => {
  const history = schema(column(whole, plainNotNull), column(part, renamed));
  const chosen: NotNull = { ...plainNotNull, origin: 'inherited', name: 'chosen' };
  const declared = schema(column(whole, { ...plainNotNull, name: 'chosen' }), column(part, chosen, whole));
  expect(notNullOf(withUnchosenNames(history, declared).facts.get(part)!)?.name).toBe('chosen');
});

test('a Drizzle schema takes a NOT NULL away with its name, and keeps that of one that stays', () => {
  const history = schema(column(whole, renamed), column(part, renamed));
  const { facts } = drizzleGoal(history, schema(column(whole, undefined), column(part, plainNotNull)));
  expect(facts.get(whole)?.definition).toEqual({ type: 'integer' });
  expect(notNullOf(facts.get(part)!)?.name).toBe('p_1_draft_a_not_null');
});

function schema(...columns: readonly Fact[]): Schema {
  const facts = new Map<ObjectId, Fact>(columns.map((fact) => [fact.id, fact]));
  return { serverVersion: 180_004, facts, notModelled: [] };
}

function column(id: ObjectId, notNull: NotNull | undefined, above?: ObjectId): Fact {
  const name = id.slice('column:'.length);
  const bare: Fact = {
    id,
    kind: 'column',
    name,
    schema: 'public',
    definition: { type: 'integer' },
    dependsOn: above === undefined ? [] : [above],
    goesWith: [],
  };
  return withNotNull(bare, notNull);
}
