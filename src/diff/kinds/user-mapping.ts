import type { Fact } from '../../model/schema.ts';
import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { serverOptionChanges, serverOptions } from '../options.ts';
import { withSecrets } from './hazards/masked-secrets.ts';

/** https://www.postgresql.org/docs/18/sql-createusermapping.html */
export const userMappingRules: KindRules = {
  rank: 494,
  create: (fact) => {
    const options = serverOptions(list(fact.definition, 'options'));
    return [withSecrets(`CREATE USER MAPPING ${fact.name}${options}`, whose(fact))];
  },
  drop: (fact) => [`DROP USER MAPPING ${fact.name}`],
  alter: (before, after) => {
    const options = serverOptionChanges(
      list(before.definition, 'options'),
      list(after.definition, 'options'),
    );
    return [withSecrets(`ALTER USER MAPPING ${after.name} ${options}`, whose(after))];
  },
};

function whose({ name }: Fact): string {
  return `the user mapping ${name}`;
}
