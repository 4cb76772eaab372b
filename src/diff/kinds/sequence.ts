import { objectId } from '../../model/object-id.ts';
import type { Hazard } from '../../model/plan.ts';
import type { Definition, Fact } from '../../model/schema.ts';
import type { Bounds } from '../../postgres/types/whole-numbers.ts';
import { changeOwner, giveOwner } from '../definition.ts';
import type { Context, KindRules } from '../kind.ts';
import { forgottenCount, movedCount } from './hazards/hazard.ts';
import { boundsOf, fitValue } from './sequences/sequence-bounds.ts';
import { retire } from './shared/aside.ts';

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
  drop: (fact, context) => [{ sql: `DROP SEQUENCE ${fact.name}`, hazards: lossOfCount(fact, context) }],
  alter: (before, after, context) => {
    const [was, is] = [before.definition, after.definition];
    const bounds = boundsOf(String(is.type ?? 'bigint'), is);
    const fit = fitValue(after.name, boundsOf(String(was.type ?? 'bigint'), was), bounds);
    const clauses = alterClauses(was, is, bounds, fit === 'restart');
    const ownership = objectId('sequence-owner', after.name);
    const isOwned = context.from.facts.has(ownership) && context.to.facts.has(ownership);
    const followsTable = isOwned && !context.isReplaced(ownership);
    return [
      ...(followsTable ? [] : changeOwner(before, after)),
      ...(fit === 'restart' ? [] : fit.map((sql) => ({ sql, hazards: [movedCount(after.name)] }))),
      ...(was.unlogged === is.unlogged
        ? []
        : [`ALTER SEQUENCE ${after.name} SET ${is.unlogged ? 'UNLOGGED' : 'LOGGED'}`]),
      ...(clauses.length === 0
        ? []
        : [
            {
              sql: `ALTER SEQUENCE ${after.name} ${clauses.join(' ')}`,
              hazards: fit === 'restart' ? [forgottenCount(after.name)] : [],
            },
          ]),
    ];
  },
  retire: retire('SEQUENCE', lossOfCount),
  slots: (fact) => [`relation ${fact.name}`],
};

function lossOfCount({ id, name }: Fact, context: Context): Hazard[] {
  return context.isReplaced(id) ? [] : [forgottenCount(name)];
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

function alterClauses(was: Definition, is: Definition, { min, max }: Bounds, restarts: boolean): string[] {
  const names = ['type', 'increment', 'min', 'max', 'start', 'cache', 'cycle'];
  if (names.every((name) => was[name] === is[name])) return [];
  const descends = String(is.increment ?? '1').startsWith('-');
  // AS with another type resets unnamed bounds to that type's limits, also those of a descending sequence.
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
