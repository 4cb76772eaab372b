import { objectId } from '../../model/object-id.ts';
import type { Rule, Subject } from '../../model/rule.ts';
import type { Fact } from '../../model/schema.ts';
import { bareName, quoteIdentifier } from '../../postgres/identifier.ts';
import {
  childrenOf,
  factOf,
  factsOf,
  isAssumed,
  isPartitioned,
  ownTables,
  placeOf,
  textOf,
} from '../reading/facts.ts';
import { indexesOf } from '../reading/keys.ts';

/** https://www.postgresql.org/docs/18/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY */
export const noReplicaIdentity: Rule = {
  id: 'no-replica-identity',
  group: 'design',
  severity: 'warning',
  summary:
    'A table is published, updates and all, and nothing tells its rows apart for that: PostgreSQL refuses every UPDATE and DELETE of it.',
  descendsFrom: [],
  *judge(subject) {
    for (const table of ownTables(subject)) {
      const { name } = table;
      if (isAssumed(subject, name) || isPartitioned(subject, name) || hasIdentity(subject, table)) continue;
      const publication = publicationOf(subject, table);
      if (publication === undefined) continue;
      yield {
        act: placeOf(subject, name, 'REPLICA IDENTITY') ?? placeOf(subject, name),
        focus: ['NOTHING', bareName(name)],
        message: `every UPDATE and DELETE of ${name} fails: publication ${publication} publishes them, and the table has no replica identity`,
        hint: hasKey(subject, table)
          ? { code: `ALTER TABLE ${name} REPLICA IDENTITY DEFAULT;` }
          : [
              'Give it a primary key; until then every row may stand for itself:',
              { code: `ALTER TABLE ${name} REPLICA IDENTITY FULL;` },
            ],
      };
    }
  },
};

/** Whether an index or the whole row tells the table's rows apart for replication. */
function hasIdentity(subject: Subject, table: Fact): boolean {
  const { id, definition } = table;
  if (definition.replicaIdentity === 'FULL') return true;
  const chosen = [...childrenOf(subject, id, 'index'), ...childrenOf(subject, id, 'constraint')];
  if (chosen.some((index) => index.definition.replicaIdentity === true)) return true;
  return definition.replicaIdentity === undefined && hasKey(subject, table);
}

function hasKey(subject: Subject, table: Fact): boolean {
  return indexesOf(subject, table).some(({ primary }) => primary);
}

/** The publication that tells of updates or deletes of the table, also where a platform brought it; undefined where none does. */
function publicationOf(subject: Subject, { name, schema, definition }: Fact): string | undefined {
  if (definition.unlogged === true) return undefined;
  const publications = [
    ...factsOf(subject, 'publication-table')
      .filter((one) => textOf(one, 'table') === name)
      .map((one) => textOf(one, 'publication')),
    ...factsOf(subject, 'publication-schema')
      .filter((one) => textOf(one, 'schema') === quoteIdentifier(schema ?? ''))
      .map((one) => textOf(one, 'publication')),
    ...factsOf(subject, 'publication')
      .filter((one) => one.definition.allTables === true)
      .map((one) => one.name),
  ];
  return publications.find((one) => {
    const published = factOf(subject, objectId('publication', one))?.definition.publish;
    return typeof published !== 'string' || /update|delete/.test(published);
  });
}
