import { withoutSignature } from '../../postgres/identifier.ts';
import { sqlAddress } from '../address.ts';
import { list } from '../definition.ts';
import type { KindRules } from '../kind.ts';
import { columnIdsAfter } from './columns/table-columns.ts';
import { hazardsOfLeaving } from './hazards/hazard.ts';
import { plainRules } from './shared/plain.ts';

/** https://www.postgresql.org/docs/18/sql-createaggregate.html */
export const aggregateRules: KindRules = plainRules(
  480,
  (fact) =>
    `CREATE AGGREGATE ${fact.definition.signature} (\n  ${list(fact.definition, 'parts').join(',\n  ')}\n)`,
  {
    drop: (fact, context) => [
      { sql: `DROP ${sqlAddress(fact.id)}`, hazards: hazardsOfLeaving(fact, context) },
    ],
    slots: (fact) => [`routine ${fact.name.replace('(*)', '()')}`],
    callName: ({ name }) => withoutSignature(name),
    // INITCOND may be a row of a table: the table's columns must be there.
    waitsFor: ({ dependsOn }, context) => dependsOn.flatMap((id) => columnIdsAfter(id, context)),
  },
);
