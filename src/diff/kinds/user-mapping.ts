import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { serverOptionChanges, serverOptions } from '../options.ts';

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
