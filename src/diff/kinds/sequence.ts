import { objectId } from '../../model/object-id.ts';
import type { Definition, Fact } from '../../model/schema.ts';
import { quoteLiteral } from '../../postgres/identifier.ts';
import { changeOwner, giveOwner } from '../definition.ts';
import type { Context, KindRules } from '../kind.ts';
import { retire } from './aside.ts';
import { countOnSql } from './identity.ts';
import { type Bounds, boundsOf, fitValue } from './sequence-bounds.ts';

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
    const bounds = boundsOf(String(is.type ?? 'bigint'), is);
    const fit = fitValue(after.name, boundsOf(String(was.type ?? 'bigint'), was), bounds);
    const clauses = alterClauses(was, is, bounds, fit === 'restart');
    const link = objectId('sequence-owner', after.name);
    const followsTable = context.from.facts.has(link) && context.to.facts.has(link);
    return [
      ...(followsTable ? [] : changeOwner(before, after)),
      ...(fit === 'restart' ? [] : fit),
      ...(was.unlogged === is.unlogged
        ? []
        : [`ALTER SEQUENCE ${after.name} SET ${is.unlogged ? 'UNLOGGED' : 'LOGGED'}`]),
      ...(clauses.length === 0 ? [] : [`ALTER SEQUENCE ${after.name} ${clauses.join(' ')}`]),
    ];
  },
  retire: retire('SEQUENCE'),
  slots: (fact) => [`relation ${fact.name}`],
};

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

function alterClauses(was: Definition, is: Definition, { min, max }: Bounds, restarts: boolean): string[] {
  const names = ['type', 'increment', 'min', 'max', 'start', 'cache', 'cycle'];
  if (names.every((name) => was[name] === is[name])) return [];
  const descends = String(is.increment ?? '1').startsWith('-');
  // A new type moves bounds that are not spelled out to its own limits, whatever the direction.
  const isRetyped = was.type !== is.type;
  return [
    ...(isRetyped ? [`AS ${is.type ?? 'bigint'}`] : []),
    `INCREMENT BY ${is.increment ?? 1}`,
    is.min === undefined && !isRetyped ? 'NO MINVALUE' : `MINVALUE ${min}`,
    is.max === undefined && !isRetyped ? 'NO MAXVALUE' : `MAXVALUE ${max}`,
    `START WITH ${is.start ?? (descends ? max : min)}`,
    ...(restarts ? ['RESTART'] : []),
    `CACHE ${is.cache ?? 1}`,
    is.cycle ? 'CYCLE' : 'NO CYCLE',
  ];
}

/** Which column a sequence goes with. https://www.postgresql.org/docs/18/sql-altersequence.html */
export const sequenceOwnerRules: KindRules = {
  rank: 605,
  create: (fact, context) => [...ownedBy(fact), ...countOn(fact, context)],
  drop: (fact) => [`ALTER SEQUENCE ${fact.name} OWNED BY NONE`],
  alter: () => 'replace',
};

/** A sequence that is new to a column with rows goes on behind the last of them. */
function countOn(fact: Fact, context: Context): string[] {
  const column = String(fact.definition.column);
  const sequence = context.to.facts.get(objectId('sequence', fact.name))?.definition;
  const [was, is] = [context.from, context.to].map(({ facts }) => facts.get(objectId('column', column)));
  const isNew = sequence !== undefined && context.isCreated(objectId('sequence', fact.name));
  if (!isNew || was === undefined || is === undefined || context.isCreated(was.id)) return [];
  if (is.parent?.startsWith('foreign-table:')) return [];
  if (
    String(sequence.increment ?? 1).startsWith('-') ||
    !/^(small|big)?int(eger)?$/.test(String(is.definition.type))
  )
    return [];
  return [countOnSql(column, quoteLiteral(fact.name), boundsOf(String(sequence.type ?? 'bigint'), sequence))];
}

function ownedBy(fact: Fact): string[] {
  return [`ALTER SEQUENCE ${fact.name} OWNED BY ${fact.definition.column}`];
}
