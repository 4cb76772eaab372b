import { entry } from '../../model/entry.ts';
import { objectId } from '../../model/object-id.ts';
import { once } from '../../model/once.ts';
import type { Fact, FactKind, Schema } from '../../model/schema.ts';
import { quoteIdentifier, splitIdentifier, withoutSignature } from '../../postgres/identifier.ts';
import { list } from '../definition.ts';

/** What may bear a name: an object, or a part of a type that is no object itself. */
export type NamedKind = FactKind | 'label' | 'attribute';

/** Something that bears a name. */
interface Found {
  readonly fact: Fact;
  readonly what: NamedKind;
  readonly name: string;
}

export const partKinds: ReadonlySet<FactKind> = new Set([
  'column',
  'constraint',
  'domain-constraint',
  'trigger',
  'policy',
  'rule',
]);
export const routineKinds: ReadonlySet<FactKind> = new Set(['function', 'procedure', 'aggregate']);
const wholeKinds: readonly FactKind[] = [
  'table',
  'view',
  'materialized-view',
  'foreign-table',
  'sequence',
  'index',
  'enum',
  'domain',
  'composite-type',
  'range-type',
  'statistics',
];

/** What a name stands for: relations before types before routines, columns before constraints. */
export function findNamed(schema: Schema, name: string): Found | undefined {
  const parts = splitIdentifier(name).map(quoteIdentifier);
  const candidates = parts.length < 3 ? [parts, ['public', ...parts]] : [parts];
  for (const candidate of candidates) {
    const full = candidate.join('.');
    const kinds =
      candidate.length === 1 ? (['schema'] as const) : candidate.length === 2 ? wholeKinds : partKinds;
    for (const kind of kinds) {
      const fact = schema.facts.get(objectId(kind, full));
      if (fact !== undefined) return { fact, what: kind, name: full };
    }
    const found = findInType(schema, candidate) ?? findRoutine(schema, full);
    if (found !== undefined) return found;
  }
  return name.endsWith(')') ? findWithArguments(schema, name) : undefined;
}

/** A routine by its name and the types of its arguments, as reports print it. */
function findWithArguments(schema: Schema, name: string): Found | undefined {
  const bare = withoutSignature(name);
  const parts = splitIdentifier(bare).map(quoteIdentifier);
  const full = (parts.length === 1 ? ['public', ...parts] : parts).join('.');
  return findRoutine(schema, full + name.slice(bare.length));
}

function findInType(schema: Schema, parts: readonly string[]): Found | undefined {
  const type = parts.slice(0, -1).join('.');
  const name = parts.join('.');
  const label = splitIdentifier(parts.at(-1) as string)[0] as string;
  const enumeration = schema.facts.get(objectId('enum', type));
  if (enumeration !== undefined && list(enumeration.definition, 'labels').includes(label))
    return { fact: enumeration, what: 'label', name };
  const composite = schema.facts.get(objectId('composite-type', type));
  const attributes = composite === undefined ? [] : list(composite.definition, 'attributes');
  return composite !== undefined && attributes.some((attribute) => attribute.startsWith(`${parts.at(-1)} `))
    ? { fact: composite, what: 'attribute', name }
    : undefined;
}

/** A routine may be named without its arguments where there is only one of that name. */
function findRoutine(schema: Schema, name: string): Found | undefined {
  const found = findRoutines(schema, name);
  const [fact] = found;
  return fact === undefined || found.length > 1 ? undefined : { fact, what: fact.kind, name: fact.name };
}

/** The routines of a full name, with or without arguments. */
export function findRoutines(schema: Schema, name: string): readonly Fact[] {
  return routinesIn(schema).get(name) ?? [];
}

/** Each by its name with and without arguments. */
const routinesIn = once(({ facts }: Schema): ReadonlyMap<string, readonly Fact[]> => {
  const named = new Map<string, Fact[]>();
  for (const fact of facts.values()) {
    if (!routineKinds.has(fact.kind)) continue;
    for (const name of new Set([fact.name, withoutSignature(fact.name)]))
      entry(named, name, () => []).push(fact);
  }
  return named;
});
