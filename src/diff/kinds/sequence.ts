import { objectId } from '../../model/object-id.ts';
import type { Definition, Fact } from '../../model/schema.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { changeOwner, giveOwner } from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-createsequence.html */
export const sequenceRules: KindRules = {
  rank: 400,
  create: (fact) => {
    const { definition } = fact;
    const options = optionsOf(definition);
    const head = `CREATE ${definition.unlogged ? 'UNLOGGED ' : ''}SEQUENCE ${fact.name}`;
    const as = definition.type === undefined ? '' : ` AS ${definition.type}`;
    return [`${head}${as}${options}`, ...giveOwner(fact)];
  },
  drop: (fact) => [`DROP SEQUENCE ${fact.name}`],
  alter: (before, after, context) => {
    const [was, is] = [before.definition, after.definition];
    const clauses = alterClauses(was, is);
    const link = objectId('sequence-owner', after.name);
    const followsTable = context.from.facts.has(link) && context.to.facts.has(link);
    return [
      ...(followsTable ? [] : changeOwner(before, after)),
      ...fitValue(after.name, was, is),
      ...(was.unlogged === is.unlogged
        ? []
        : [`ALTER SEQUENCE ${after.name} SET ${is.unlogged ? 'UNLOGGED' : 'LOGGED'}`]),
      ...(clauses.length === 0 ? [] : [`ALTER SEQUENCE ${after.name} ${clauses.join(' ')}`]),
    ];
  },
  slots: (fact) => [`relation ${fact.name}`],
};

/** ALTER SEQUENCE refuses bounds that the present value lies outside of. */
export function fitValue(name: string, was: Bounds, is: Bounds): string[] {
  const isRaised = is.min !== undefined && BigInt(String(is.min)) > BigInt(String(was.min ?? 1));
  const isLowered =
    is.max !== undefined && (was.max === undefined || BigInt(String(is.max)) < BigInt(String(was.max)));
  if (!isRaised && !isLowered) return [];
  const capped = isLowered ? `LEAST(last_value, ${is.max})` : 'last_value';
  const fitting = isRaised ? `GREATEST(${capped}, ${is.min})` : capped;
  return [`SELECT pg_catalog.setval(${quoteLiteral(name)}, ${fitting}, is_called) FROM ${name}`];
}

interface Bounds {
  readonly min?: unknown;
  readonly max?: unknown;
}

function optionsOf({ increment, min, max, start, cache, cycle }: Definition): string {
  return [
    increment && ` INCREMENT BY ${increment}`,
    min && ` MINVALUE ${min}`,
    max && ` MAXVALUE ${max}`,
    start && ` START WITH ${start}`,
    cache && ` CACHE ${cache}`,
    cycle && ' CYCLE',
  ]
    .filter(Boolean)
    .join('');
}

function alterClauses(was: Definition, is: Definition): string[] {
  const names = ['type', 'increment', 'min', 'max', 'start', 'cache', 'cycle'];
  if (names.every((name) => was[name] === is[name])) return [];
  const descends = String(is.increment ?? '1').startsWith('-');
  const first = descends ? (is.max ?? '-1') : (is.min ?? '1');
  return [
    ...(was.type === is.type ? [] : [`AS ${is.type ?? 'bigint'}`]),
    `INCREMENT BY ${is.increment ?? 1}`,
    is.min === undefined ? 'NO MINVALUE' : `MINVALUE ${is.min}`,
    is.max === undefined ? 'NO MAXVALUE' : `MAXVALUE ${is.max}`,
    `START WITH ${is.start ?? first}`,
    `CACHE ${is.cache ?? 1}`,
    is.cycle ? 'CYCLE' : 'NO CYCLE',
  ];
}

/** Which column a sequence goes with. https://www.postgresql.org/docs/18/sql-altersequence.html */
export const sequenceOwnerRules: KindRules = {
  rank: 605,
  create: (fact) => ownedBy(fact),
  drop: (fact) => [`ALTER SEQUENCE ${fact.name} OWNED BY NONE`],
  alter: (_before, after) => ownedBy(after),
};

function ownedBy(fact: Fact): string[] {
  return [`ALTER SEQUENCE ${fact.name} OWNED BY ${fact.definition.column}`];
}
