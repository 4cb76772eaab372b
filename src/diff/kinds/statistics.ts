import { changeOwner, giveOwner } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createstatistics.html */
export const statisticsRules: KindRules = plainRules(720, (fact) => String(fact.definition.source), {
  create: (fact) => {
    const { source, target } = fact.definition;
    return [
      String(source),
      ...(target === undefined ? [] : [`ALTER STATISTICS ${fact.name} SET STATISTICS ${target}`]),
      ...giveOwner(fact),
    ];
  },
  alter: (before, after) => {
    if (before.definition.source !== after.definition.source) return 'replace';
    const { target } = after.definition;
    return [
      ...(before.definition.target === target
        ? []
        : [`ALTER STATISTICS ${after.name} SET STATISTICS ${target ?? -1}`]),
      ...changeOwner(before, after),
    ];
  },
});
