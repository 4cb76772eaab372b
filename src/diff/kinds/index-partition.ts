import { nameOf, objectId } from '../../model/object-id.ts';
import type { KindRules } from '../kind.ts';
import { comesWithWhole, heldByWhole } from './indexes/attached-index.ts';
import { releasedBy } from './trees/taken-over-rows.ts';

/** An index of a partition, as part of the partitioned table's. https://www.postgresql.org/docs/18/sql-alterindex.html */
export const indexPartitionRules: KindRules = {
  rank: 640,
  create: (fact, context) => {
    const part = context.to.facts.get(fact.parent!);
    const isThere = part !== undefined && comesWithWhole(part, context);
    return isThere ? [] : [`ALTER INDEX ${fact.definition.of} ATTACH PARTITION ${fact.name}`];
  },
  drop: () => [],
  alter: () => 'replace',
  replacedAround: heldByWhole,
  releasedBy,
  waitsFor: (fact, context) => {
    const table = context.to.facts.get(fact.parent!)?.parent;
    return table === undefined ? [] : [objectId('partition', nameOf(table))];
  },
};
