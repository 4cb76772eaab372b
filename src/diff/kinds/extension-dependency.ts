import type { ObjectId } from '../../model/object-id.ts';
import { sqlAddress } from '../address.ts';
import type { KindRules } from '../kind.ts';

/** https://www.postgresql.org/docs/18/sql-alterfunction.html, DEPENDS ON EXTENSION */
export const extensionDependencyRules: KindRules = {
  rank: 940,
  create: (fact) => [
    `ALTER ${sqlAddress(fact.definition.object as ObjectId)} DEPENDS ON EXTENSION ${fact.definition.extension}`,
  ],
  drop: (fact) => [
    `ALTER ${sqlAddress(fact.definition.object as ObjectId)} NO DEPENDS ON EXTENSION ${fact.definition.extension}`,
  ],
  alter: () => [],
};
