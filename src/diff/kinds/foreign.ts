import {
  changeOwner,
  differsOnlyIn,
  giveOwner,
  list,
  serverOptionChanges,
  serverOptions,
} from '../definition.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-createforeigndatawrapper.html */
export const foreignDataWrapperRules: KindRules = {
  rank: 490,
  create: (fact) => {
    const { handler, validator } = fact.definition;
    const options = serverOptions(list(fact.definition, 'options'));
    // Options may be older than the validator, and not to its taste.
    const isLate = validator !== undefined && options !== '';
    const parts = [
      handler === undefined ? '' : ` HANDLER ${handler}`,
      validator === undefined || isLate ? '' : ` VALIDATOR ${validator}`,
      options,
    ];
    return [
      `CREATE FOREIGN DATA WRAPPER ${fact.name}${parts.join('')}`,
      ...(isLate ? [`ALTER FOREIGN DATA WRAPPER ${fact.name} VALIDATOR ${validator}`] : []),
      ...giveOwner(fact),
    ];
  },
  drop: (fact) => [`DROP FOREIGN DATA WRAPPER ${fact.name}`],
  alter: (before, after) => {
    const [was, is] = [before.definition, after.definition];
    const parts = [
      was.handler === is.handler ? '' : is.handler === undefined ? 'NO HANDLER' : `HANDLER ${is.handler}`,
      was.validator === is.validator
        ? ''
        : is.validator === undefined
          ? 'NO VALIDATOR'
          : `VALIDATOR ${is.validator}`,
      serverOptionChanges(list(was, 'options'), list(is, 'options')),
    ].filter((part) => part !== '');
    const alter = parts.length === 0 ? [] : [`ALTER FOREIGN DATA WRAPPER ${after.name} ${parts.join(' ')}`];
    return [...alter, ...changeOwner(before, after)];
  },
};

/** https://www.postgresql.org/docs/18/sql-createserver.html */
export const serverRules: KindRules = {
  rank: 492,
  create: (fact) => {
    const { type, version, wrapper } = fact.definition;
    const parts = [
      type === undefined ? '' : ` TYPE '${String(type).replaceAll("'", "''")}'`,
      version === undefined ? '' : ` VERSION '${String(version).replaceAll("'", "''")}'`,
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
      was.version === is.version ? '' : `VERSION '${String(is.version).replaceAll("'", "''")}'`,
      serverOptionChanges(list(was, 'options'), list(is, 'options')),
    ].filter((part) => part !== '');
    const alter = parts.length === 0 ? [] : [`ALTER SERVER ${after.name} ${parts.join(' ')}`];
    return [...alter, ...changeOwner(before, after)];
  },
};

/** https://www.postgresql.org/docs/18/sql-createusermapping.html */
export const userMappingRules: KindRules = {
  rank: 494,
  create: (fact) => [`CREATE USER MAPPING ${fact.name}${serverOptions(list(fact.definition, 'options'))}`],
  drop: (fact) => [`DROP USER MAPPING ${fact.name}`],
  alter: (before, after) => {
    const options = serverOptionChanges(
      list(before.definition, 'options'),
      list(after.definition, 'options'),
    );
    return [`ALTER USER MAPPING ${after.name} ${options}`];
  },
};
