import { expect, test } from 'vitest';
import type { Definition, Fact, FactKind, Schema } from '../../model/schema.ts';
import { notesOnOlderServer, refuseNewer } from './older-server.ts';

function schemaOf(serverVersion: number, facts: readonly Fact[] = []): Schema {
  return { serverVersion, facts: new Map(facts.map((fact) => [fact.id, fact])), notModelled: [] };
}

function factOf(kind: FactKind, name: string, definition: Definition): Fact {
  return { id: `${kind}:${name}`, kind, name, definition, dependsOn: [], goesWith: [] };
}

test('a plan for a server that does not know what the goal has is refused, and one for it is told of its age', () => {
  const refusal = (version: number, fact: Fact) => {
    try {
      return refuseNewer(schemaOf(version), schemaOf(180_004, [fact]));
    } catch (error) {
      return (error as Error).message;
    }
  };
  const check = (definition: string) => factOf('constraint', 'public.t.c', { type: 'check', definition });
  const key = (definition: string) => factOf('constraint', 'public.t.k', { type: 'unique', definition });
  const index = factOf('index', 'public.i', { unique: true, method: 'btree (a) NULLS NOT DISTINCT' });
  const view = factOf('view', 'public.v', { options: ['security_invoker=true'] });
  const virtual = factOf('column', 'public.t.a', { generated: 'VIRTUAL' });
  expect(refusal(150_012, virtual)).toBe('PostgreSQL 15 has no virtual generated columns: column public.t.a');
  expect(refusal(180_004, virtual)).toBeUndefined();
  expect(refusal(170_002, check('CHECK ((a > 0)) NOT ENFORCED'))).toMatch('not enforced');
  expect(refusal(170_002, key('UNIQUE (a, during WITHOUT OVERLAPS)'))).toMatch('over periods');
  const notNull = (more: Definition) => factOf('column', 'public.t.a', { notNull: true, ...more });
  expect(refusal(170_002, notNull({ notNullNotValid: true }))).toMatch('NOT NULL that is NOT VALID');
  expect(refusal(170_002, notNull({ notNullNoInherit: true }))).toMatch('NO INHERIT');
  expect(refusal(170_002, notNull({ notNullName: 'n' }))).toBeUndefined();
  expect(refusal(140_002, index)).toMatch('NULLS NOT DISTINCT');
  expect(refusal(140_002, view)).toMatch('security_invoker');
  for (const fact of [index, view, check(`CHECK ((a <> ' WITHOUT OVERLAPS'::text))`)])
    expect(refusal(150_012, fact)).toBeUndefined();
  expect(refusal(130_002, factOf('column', 'public.t.a', { compression: 'lz4' }))).toMatch('COMPRESSION');
  expect(notesOnOlderServer(schemaOf(150_012))).toEqual([expect.stringContaining('PostgreSQL 15')]);
  expect(notesOnOlderServer(schemaOf(180_004))).toEqual([]);
});
