import { changeOwner, giveOwner, list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { serverOptionChanges, serverOptions } from '../options.ts';

/** https://www.postgresql.org/docs/18/sql-createforeigndatawrapper.html */
export const foreignDataWrapperRules: KindRules = {
  rank: 490,
  create: (fact) => {
    const { handler, validator } = fact.definition;
    const options = serverOptions(list(fact.definition, 'options'));
    // Options that are older than the validator may not pass it: they are set before it.
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
