import type { Fact } from '../../model/schema.ts';
import { changeOwner, differsOnlyIn, giveOwner } from '../definition.ts';
import type { KindRules } from '../kind.ts';

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
