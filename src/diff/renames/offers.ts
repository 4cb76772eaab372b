import { groupBy } from '../../model/group-by.ts';
import type { ObjectId } from '../../model/object-id.ts';
import type { Rename, RenameOffer } from '../../model/plan.ts';
import type { Fact, FactKind, Schema } from '../../model/schema.ts';
import { offerChangedTables } from './changed-tables.ts';
import { isLikeNamed } from './like-names.ts';
import { offerLabels } from './offered-labels.ts';
import { columnsByTable } from './table-columns.ts';

/**
 * Pairs of a dropped and a created fact, or label of an enum, that are alike, sorted by the old name. Where several are alike, only
 * pairs with similar names are offered.
 */
export function offerRenames(from: Schema, to: Schema): readonly RenameOffer[] {
  const alike = offerAlike(from, to);
  const offers = [...alike, ...offerChangedTables(from, to, alike), ...offerLabels(from, to)];
  return offers.sort((a, b) => (a.from < b.from ? -1 : 1));
}

function offerAlike(from: Schema, to: Schema): readonly RenameOffer[] {
  return likenesses.flatMap(({ kinds, likeness, because }) =>
    alikes(from, to, kinds, likeness).flatMap(([dropped, created]) =>
      dropped.length === 1 && created.length === 1
        ? [{ from: (dropped[0] as Fact).id, to: (created[0] as Fact).id, because }]
        : likeNamed(dropped, created).map(([old, now]) => ({
            from: old.id,
            to: now.id,
            because: `${because}, like names`,
          })),
    ),
  );
}

/**
 * Renames of constraints, indexes and owned sequences that differ only in their names, as after their table was renamed. Created
 * anew, an index would be built again and a sequence start at one.
 */
export function followingRenames(from: Schema, to: Schema): readonly Rename[] {
  const parts = pairs(from, to, ['constraint', 'index', 'domain-constraint'], wholeDefinition);
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
  {
    kinds: ['constraint', 'index', 'domain-constraint'],
    likeness: wholeDefinition,
    because: 'same definition',
  },
  { kinds: ['enum'], likeness: ({ definition }) => String(definition.labels), because: 'same labels' },
];

function pairs(
  from: Schema,
  to: Schema,
  kinds: readonly FactKind[],
  likeness: Likeness['likeness'],
): readonly (readonly [Fact, Fact])[] {
  return alikes(from, to, kinds, likeness).flatMap(([[old, ...others], [now, ...rivals]]) =>
    old === undefined || now === undefined || others.length + rivals.length > 0 ? [] : [[old, now] as const],
  );
}

/** Groups of dropped and of created facts that are alike; neither side is empty. */
function alikes(
  from: Schema,
  to: Schema,
  kinds: readonly FactKind[],
  likeness: Likeness['likeness'],
): readonly (readonly [readonly Fact[], readonly Fact[]])[] {
  const only = (schema: Schema, other: Schema) => {
    const facts = [...schema.facts.values()].filter(
      ({ kind, id }) => kinds.includes(kind) && !other.facts.has(id),
    );
    return groupBy(facts, (fact) => {
      const key = likeness(fact, schema);
      return key === undefined ? undefined : `${fact.kind} ${key}`;
    });
  };
  const created = only(to, from);
  return [...only(from, to)].flatMap(([key, dropped]) => {
    const now = key === undefined ? undefined : created.get(key);
    return now === undefined ? [] : [[dropped, now] as const];
  });
}

/** `name` and `full_name`, `emailAddress` and `email`: pairs of which each name holds the other's, and no other one's. */
function likeNamed(dropped: readonly Fact[], created: readonly Fact[]): readonly (readonly [Fact, Fact])[] {
  const likes = (one: Fact, others: readonly Fact[]) =>
    others.filter((other) => isLikeNamed(one.name, other.name));
  return dropped.flatMap((old) => {
    const [now, ...rivals] = likes(old, created);
    if (now === undefined || rivals.length > 0 || likes(now, dropped).length > 1) return [];
    return [[old, now] as const];
  });
}

function columnNames(fact: Fact, schema: Schema): string | undefined {
  const names = columnsByTable(schema).get(fact.id);
  return names === undefined ? undefined : [...names].sort().join(', ');
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
