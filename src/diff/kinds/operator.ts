import type { ObjectId } from '../../model/object-id.ts';
import { once } from '../../model/once.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { changeOwner, differsOnlyIn, giveOwner } from '../definition.ts';
import type { Context, KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-createoperator.html */
export const operatorRules: KindRules = {
  rank: 460,
  create: (fact) => {
    const { routine, left, right, commutator, negator, restriction, join, merges, hashes } = fact.definition;
    const parts = [
      `FUNCTION = ${routine}`,
      left && `LEFTARG = ${left}`,
      right && `RIGHTARG = ${right}`,
      commutator && `COMMUTATOR = ${commutator}`,
      negator && `NEGATOR = ${negator}`,
      restriction && `RESTRICT = ${restriction}`,
      join && `JOIN = ${join}`,
      hashes && 'HASHES',
      merges && 'MERGES',
    ].filter(Boolean);
    return [`CREATE OPERATOR ${symbolOf(fact)} (\n  ${parts.join(',\n  ')}\n)`, ...giveOwner(fact)];
  },
  drop: (fact) => [`DROP OPERATOR ${fact.name}`],
  callName: symbolOf,
  replacedAround: (fact, context) => [...stillNaming(fact, context), ...namedAlone(fact, context)],
  waitsFor: namersOf,
  alter: (before, after) => {
    const [was, is] = [before.definition, after.definition];
    if (!differsOnlyIn(was, is, ['owner', 'restriction', 'join'])) return 'replace';
    const parts = [
      was.restriction === is.restriction ? '' : `RESTRICT = ${is.restriction ?? 'NONE'}`,
      was.join === is.join ? '' : `JOIN = ${is.join ?? 'NONE'}`,
    ].filter((part) => part !== '');
    return [
      ...(parts.length === 0 ? [] : [`ALTER OPERATOR ${after.name} SET (${parts.join(', ')})`]),
      ...changeOwner(before, after),
    ];
  },
};

/** `public.+` of `public.+ (integer, integer)`. */
function symbolOf(fact: Fact): string {
  return fact.name.slice(0, fact.name.lastIndexOf(' ('));
}

/** How an operator names another one. */
const links = ['commutator', 'negator'] as const;
type Link = (typeof links)[number];

/** Whether an operator is the commutator or negator that another one names. */
function isNamedBy(fact: Fact, by: Fact, link: Link): boolean {
  const { left, right } = by.definition;
  const operands = link === 'negator' ? [left, right] : [right, left];
  return (
    by.definition[link] === `OPERATOR(${symbolOf(fact)})` &&
    fact.definition.left === operands[0] &&
    fact.definition.right === operands[1]
  );
}

/** Whether an operator is named by another one that it does not name. */
function isNamedAloneBy(fact: Fact, by: Fact): boolean {
  return fact.id !== by.id && links.some((link) => isNamedBy(fact, by, link) && !isNamedBy(by, fact, link));
}

const operatorsOf = once(({ facts }: Schema): readonly Fact[] =>
  [...facts.values()].filter(({ kind }) => kind === 'operator'),
);

/**
 * Operators that name this one although it goes, or is replaced by one that does not name them. They would forget it, and only
 * CREATE OPERATOR names what is not there.
 */
function stillNaming(gone: Fact, context: Context): readonly ObjectId[] {
  if (!context.isDropped(gone.id)) return [];
  const after = context.to.facts.get(gone.id);
  const isNaming = (other: Fact) =>
    after === undefined ? links.some((link) => isNamedBy(gone, other, link)) : isNamedAloneBy(after, other);
  return operatorsOf(context.to)
    .filter((other) => context.from.facts.has(other.id) && isNaming(other))
    .map(({ id }) => id);
}

/**
 * Operators that name this one, which does not name them: it has to come later, since it would be given their names otherwise.
 */
function namersOf(fact: Fact, context: Context): readonly ObjectId[] {
  if (!context.isCreated(fact.id)) return [];
  return operatorsOf(context.to)
    .filter((other) => context.isCreated(other.id) && isNamedAloneBy(fact, other))
    .map(({ id }) => id);
}

/** Operators that stay, which a new one names and which do not name it: they would be given its name. */
function namedAlone(fact: Fact, context: Context): readonly ObjectId[] {
  const after = context.isCreated(fact.id) ? context.to.facts.get(fact.id) : undefined;
  if (after === undefined) return [];
  return operatorsOf(context.to)
    .filter((other) => context.from.facts.has(other.id) && isNamedAloneBy(other, after))
    .map(({ id }) => id);
}
