import type { KindRules } from '../kind.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createstatistics.html */
export const statisticsRules: KindRules = plainRules(720, (fact) => String(fact.definition.source), {
  create: (fact) => {
    const { source, target, owner } = fact.definition;
    return [
      String(source),
      ...(target === undefined ? [] : [`ALTER STATISTICS ${fact.name} SET STATISTICS ${target}`]),
      ...(owner === undefined ? [] : [`ALTER STATISTICS ${fact.name} OWNER TO ${owner}`]),
    ];
  },
  alter: (before, after) => {
    if (before.definition.source !== after.definition.source) return 'replace';
    const { target, owner } = after.definition;
    const statements: string[] = [];
    if (before.definition.target !== target) {
      statements.push(`ALTER STATISTICS ${after.name} SET STATISTICS ${target ?? -1}`);
    }
    if (before.definition.owner !== owner) {
      statements.push(`ALTER STATISTICS ${after.name} OWNER TO ${owner ?? 'CURRENT_USER'}`);
    }
    return statements;
  },
});
