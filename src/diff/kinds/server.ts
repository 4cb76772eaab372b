import { quoteLiteral } from '../../postgres/identifier.ts';
import { changeOwner, differsOnlyIn, giveOwner, list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { serverOptionChanges, serverOptions } from '../options.ts';

/** https://www.postgresql.org/docs/18/sql-createserver.html */
export const serverRules: KindRules = {
  rank: 492,
  create: (fact) => {
    const { type, version, wrapper } = fact.definition;
    const parts = [
      type === undefined ? '' : ` TYPE ${quoteLiteral(String(type))}`,
      version === undefined ? '' : ` VERSION ${quoteLiteral(String(version))}`,
      ` FOREIGN DATA WRAPPER ${wrapper}`,
      serverOptions(list(fact.definition, 'options')),
    ];
    return [`CREATE SERVER ${fact.name}${parts.join('')}`, ...giveOwner(fact)];
  },
  drop: (fact) => [`DROP SERVER ${fact.name}`],
  alter: (before, after) => {
    const [was, is] = [before.definition, after.definition];
    if (!differsOnlyIn(was, is, ['owner', 'version', 'options'])) return 'replace';
    if (was.version !== undefined && is.version === undefined) return 'replace';
    const parts = [
      was.version === is.version ? '' : `VERSION ${quoteLiteral(String(is.version))}`,
      serverOptionChanges(list(was, 'options'), list(is, 'options')),
    ].filter((part) => part !== '');
    const alter = parts.length === 0 ? [] : [`ALTER SERVER ${after.name} ${parts.join(' ')}`];
    return [...alter, ...changeOwner(before, after)];
  },
};
