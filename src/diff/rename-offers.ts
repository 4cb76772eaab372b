import type { ObjectId } from '../model/object-id.ts';
import type { Rename, RenameOffer } from '../model/plan.ts';
import type { Fact, FactKind, Schema } from '../model/schema.ts';
import { lastPart } from './address.ts';

/** What was dropped and what was created in its likeness: each pair that has only each other, sorted by the old name. */
export function offerRenames(from: Schema, to: Schema): readonly RenameOffer[] {
  const offers = likenesses.flatMap(({ kinds, likeness, because }) =>
    pairs(from, to, kinds, likeness).map(([old, now]) => ({ from: old.id, to: now.id, because })),
  );
  return offers.sort((a, b) => (a.from < b.from ? -1 : 1));
}

/**
 * Constraints, indexes and owned sequences that differ in nothing but their names. Where their table was told to have a new
 * name, theirs follow it: made anew, a key would be built again and a sequence begin at one.
 */
export function followingRenames(from: Schema, to: Schema): readonly Rename[] {
  const parts = pairs(from, to, ['constraint', 'index'], wholeDefinition);
  const sequences = pairs(from, to, ['sequence'], (fact, schema) => ownerOf(fact, schema));
  return [...parts, ...sequences].map(([old, now]) => ({ from: old.name, to: now.name }));
}

interface Likeness {
  readonly kinds: readonly FactKind[];
  /** Equal for what is alike; undefined for what nothing is like. */
  readonly likeness: (fact: Fact, schema: Schema) => string | undefined;
  readonly because: string;
}

const likenesses: readonly Likeness[] = [
  { kinds: ['table'], likeness: columnNames, because: 'same columns' },
  { kinds: ['column'], likeness: typeInTable, because: 'same type' },
  { kinds: ['constraint', 'index'], likeness: wholeDefinition, because: 'same definition' },
  { kinds: ['enum'], likeness: ({ definition }) => String(definition.labels), because: 'same labels' },
];

function pairs(
  from: Schema,
  to: Schema,
  kinds: readonly FactKind[],
  likeness: Likeness['likeness'],
): readonly (readonly [Fact, Fact])[] {
  const only = (schema: Schema, other: Schema) => {
    const alike = new Map<string, Fact[]>();
    for (const fact of schema.facts.values()) {
      if (!kinds.includes(fact.kind) || other.facts.has(fact.id)) continue;
      const key = likeness(fact, schema);
      if (key === undefined) continue;
      alike.set(`${fact.kind} ${key}`, [...(alike.get(`${fact.kind} ${key}`) ?? []), fact]);
    }
    return alike;
  };
  const created = only(to, from);
  return [...only(from, to)].flatMap(([key, dropped]) => {
    const [old, ...others] = dropped;
    const [now, ...rivals] = created.get(key) ?? [];
    return old === undefined || now === undefined || others.length + rivals.length > 0
      ? []
      : [[old, now] as const];
  });
}

function columnNames(fact: Fact, schema: Schema): string | undefined {
  const names = [...schema.facts.values()].flatMap(({ kind, parent, name, definition }) =>
    kind === 'column' && parent === fact.id ? [`${lastPart(name)} ${definition.type}`] : [],
  );
  return names.length === 0 ? undefined : names.sort().join(', ');
}

/** A column of a table that stays. */
function typeInTable({ parent, definition }: Fact): string | undefined {
  return parent === undefined ? undefined : `${parent} ${definition.type}`;
}

function wholeDefinition({ parent, definition }: Fact): string {
  const entries = Object.entries(definition).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${parent} ${JSON.stringify(entries)}`;
}

function ownerOf({ name }: Fact, schema: Schema): string | undefined {
  const owner = schema.facts.get(`sequence-owner:${name}` as ObjectId)?.definition.column;
  return owner === undefined ? undefined : String(owner);
}
