import { expect, test } from 'vitest';
import { objectId } from '../../model/object-id.ts';
import type { Fact, FactKind, Schema } from '../../model/schema.ts';
import { offerRenames } from './offers.ts';

function fact(kind: FactKind, name: string, parent?: Fact): Fact {
  const definition = kind === 'column' ? { type: 'integer' } : {};
  const place = parent === undefined ? {} : { parent: parent.id };
  return { id: objectId(kind, name), kind, name, definition, dependsOn: [], goesWith: [], ...place };
}

/** Tables of which each has columns of its own names. */
function tables(count: number, prefix: string): Schema {
  const facts = Array.from({ length: count }, (_, i) => {
    const table = fact('table', `public.${prefix}_${i}`);
    const columns = Array.from({ length: 20 }, (_, j) => fact('column', `${table.name}.c${i}_${j}`, table));
    return [table, ...columns];
  }).flat();
  return { serverVersion: 180004, facts: new Map(facts.map((one) => [one.id, one])), notModelled: [] };
}

test('as many renamed tables as there may be are found in a moment', { timeout: 15_000 }, () => {
  const offers = offerRenames(tables(3_000, 'old'), tables(3_000, 'new'));
  expect(offers).toHaveLength(3_000);
  expect(offers[0]).toEqual({
    from: 'table:public.old_0',
    to: 'table:public.new_0',
    because: 'same columns',
  });
});

test('a check of a domain that has only another name is offered', () => {
  const domain = fact('domain', 'public.d');
  const withCheck = (name: string): Schema => {
    const facts = [domain, fact('domain-constraint', `public.d.${name}`, domain)];
    return { serverVersion: 180004, facts: new Map(facts.map((one) => [one.id, one])), notModelled: [] };
  };
  const [offer] = offerRenames(withCheck('x'), withCheck('y'));
  expect(offer?.to).toBe('domain-constraint:public.d.y');
});
