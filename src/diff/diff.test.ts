import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { objectId } from '../model/object-id.ts';
import { type Definition, type Fact, type FactKind, factKinds, type Schema } from '../model/schema.ts';
import { diffSchemas } from './diff.ts';

function fact(kind: FactKind, name: string, definition: Definition, position?: number): Fact {
  const placed = position === undefined ? {} : { position };
  return { id: objectId(kind, name), kind, name, definition, dependsOn: [], goesWith: [], ...placed };
}

function schema(...facts: readonly Fact[]): Schema {
  return { serverVersion: 180004, facts: new Map(facts.map((f) => [f.id, f])), notModelled: [] };
}

const apart = ['planner', 'steps'].flatMap((folder) =>
  readdirSync(join(import.meta.dirname, folder))
    .filter((name) => !name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`),
);

test.each(['diff.ts', 'kind.ts', 'plan.ts', ...apart])('%s names no kinds', (file) => {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  expect(factKinds.filter((kind) => text.includes(`'${kind}'`) || text.includes(`'${kind}:`))).toEqual([]);
});

test.each(apart)('%s imports no kinds', (file) => {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  const others = file.startsWith('planner')
    ? /from '([^']*\/(?:kinds|steps)\/[^']*)'/g
    : /from '([^']*\/kinds\/[^']*)'/g;
  expect([...text.matchAll(others)].map(([, path]) => path)).toEqual([]);
});

test('each file of kinds says the rules of one kind', () => {
  const folder = join(import.meta.dirname, 'kinds');
  const files = readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'kinds.ts');
  const others = files.filter(
    (name) =>
      readFileSync(join(folder, name), 'utf8').split(/^export const \w+Rules: KindRules = /m).length !== 2,
  );
  expect(others).toEqual([]);
});

test('what is on one side only is created or dropped', () => {
  const table = fact('table', 'public.t', {});
  expect(diffSchemas(schema(), schema(table))).toEqual([{ kind: 'create', id: table.id, after: table }]);
  expect(diffSchemas(schema(table), schema())).toEqual([{ kind: 'drop', id: table.id, before: table }]);
});

test('an alteration names the properties that differ', () => {
  const before = fact('enum', 'public.e', { labels: ['a', 'b'], owner: 'x' });
  const after = fact('enum', 'public.e', { labels: ['a', 'b', 'c'], owner: 'x' });
  expect(diffSchemas(schema(before), schema(after))).toEqual([
    { kind: 'alter', id: 'enum:public.e', before, after, properties: ['labels'] },
  ]);
});

test('the position of a column is no difference', () => {
  const before = fact('column', 'public.t.c', { type: 'integer' }, 1);
  const after = fact('column', 'public.t.c', { type: 'integer' }, 2);
  expect(diffSchemas(schema(before), schema(after))).toEqual([]);
});
