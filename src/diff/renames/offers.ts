import { groupBy } from '../../model/group-by.ts';
import { type ObjectId, objectId } from '../../model/object-id.ts';
import type { RenameOffer } from '../../model/plan.ts';
import type { Fact, FactKind, Schema } from '../../model/schema.ts';
import { splitLast } from '../../postgres/identifier.ts';
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
 * Constraints, indexes and sequences of columns of which one Schema has the like under another name, as after their table was renamed,
 * each by its id with its other name. Created anew, an index would be built again and a sequence start at one. Those of tables that
 * exchange their names do so as well: both Schemas have all names then, but what one of them stands for is another thing.
 */
export function likesUnderOtherNames(from: Schema, to: Schema): readonly (readonly [ObjectId, string])[] {
  const parts = pairs(from, to, ['constraint', 'index', 'domain-constraint'], wholeDefinition);
  // One that belongs to a column stays where its table is.
  const sequences = pairs(from, to, ['sequence'], ownerOf).filter(([old, now]) => old.schema === now.schema);
  return [
    ...[...parts, ...sequences].map(([old, now]) => [old.id, now.name] as const),
    ...identitiesUnderOtherNames(from, to),
  ];
}

function identitiesUnderOtherNames(from: Schema, to: Schema): readonly (readonly [ObjectId, string])[] {
  return [...from.facts.values()].flatMap(({ id, definition }) => {
    const [old, now] = [definition, to.facts.get(id)?.definition].map((one) => one?.identitySequence);
    if (old === undefined || now === undefined || old === now) return [];
    const [was, is] = [String(old), String(now)];
    return splitLast(was)[0] === splitLast(is)[0] ? [[objectId('sequence', was), is] as const] : [];
  });
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
  const isOther = (fact: Fact, schema: Schema, other: Schema) => {
    const namesake = other.facts.get(fact.id);
    if (namesake === undefined) return true;
    const like = likeness(namesake, other);
    return like !== undefined && like !== likeness(fact, schema);
  };
  return alikes(from, to, kinds, likeness, isOther).flatMap(([[old, ...others], [now, ...rivals]]) =>
    old === undefined || now === undefined || others.length + rivals.length > 0 ? [] : [[old, now] as const],
  );
}

/**
 * Groups of facts of both Schemas that are alike and that `isOther` says to be not in the other one; neither side is empty.
 */
function alikes(
  from: Schema,
  to: Schema,
  kinds: readonly FactKind[],
  likeness: Likeness['likeness'],
  isOther = ({ id }: Fact, _: Schema, other: Schema) => !other.facts.has(id),
): readonly (readonly [readonly Fact[], readonly Fact[]])[] {
  const only = (schema: Schema, other: Schema) => {
    const facts = [...schema.facts.values()].filter(
      (fact) => kinds.includes(fact.kind) && isOther(fact, schema, other),
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
