import { expect, test } from 'vitest';
import { objectId } from '../../model/object-id.ts';
import type { Fact } from '../../model/schema.ts';
import type { ObjectEvent, StatementTrace } from '../../model/trace.ts';
import { lastTouch } from './origin.ts';

const texts = [
  'CREATE TABLE t ("a.b" int)',
  'ALTER TABLE t ALTER "a.b" SET DEFAULT 1',
  'ALTER TABLE t ALTER b SET DEFAULT 1',
];
const alter: ObjectEvent = { action: 'alter', type: 'table', identity: 'public.t', key: '1259/1/0' };

function statementOf(text: string): StatementTrace {
  const nothing = { locks: [], rewrites: [], verifies: [], indexBuilds: [], indexedTables: [], notices: [] };
  return { index: 1, start: 0, end: text.length, line: 1, ms: 1, events: [alter], ...nothing };
}

test('the default of a column with a dot in its name comes from the statement that names just this column', () => {
  const name = 'public.t."a.b"';
  const fact: Fact = {
    id: objectId('default', name),
    kind: 'default',
    name,
    schema: 'public',
    parent: objectId('column', name),
    definition: { expression: '1' },
    dependsOn: [],
    goesWith: [],
  };
  const migrations = texts.map((text, i) => ({
    name: `${i}`,
    up: { file: `${i}.sql`, text, firstLine: 1 },
    transaction: 'auto' as const,
    hash: '',
  }));
  const traces = texts.map((text, i) => ({
    migration: `${i}`,
    outcome: 'applied' as const,
    ms: 1,
    leaks: [],
    leftovers: [],
    statements: [statementOf(text)],
  }));
  expect(lastTouch({ migrations }, { migrations: traces }, fact)?.migration).toBe('1');
});
