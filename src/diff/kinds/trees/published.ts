import { type ObjectId, objectId } from '../../../model/object-id.ts';
import { once } from '../../../model/once.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import type { Context } from '../../kind.ts';
import { linkBefore, wholesAbove } from './partitions.ts';

/**
 * Whether PostgreSQL refuses a DELETE from a table, before or after the change, even of no rows: it is published, and subscribers
 * could not tell its rows apart.
 * https://www.postgresql.org/docs/18/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY
 */
export function refusesDelete(table: ObjectId, context: Context): boolean {
  const { from, to } = context;
  const was = from.facts.get(table);
  // Of a partitioned table only the partitions are asked.
  if (was === undefined || was.definition.unlogged === true || was.definition.partitionKey !== undefined)
    return false;
  const isTold =
    hasReplicaIdentity(table, from, context.childrenBefore(table)) &&
    hasReplicaIdentity(table, to, context.childrenAfter(table));
  if (isTold) return false;
  const link = linkBefore(table, context);
  const family = [table, ...(link === undefined ? [] : wholesAbove(link, context))];
  return [from, to].some((schema) => family.some((id) => isPublished(id, schema)));
}

function hasReplicaIdentity(table: ObjectId, { facts }: Schema, parts: readonly Fact[]): boolean {
  const chosen = facts.get(table)?.definition.replicaIdentity;
  if (chosen !== undefined) return chosen === 'FULL';
  return parts.some(({ definition }) => definition.replicaIdentity === true || definition.type === 'primary');
}

function isPublished(table: ObjectId, schema: Schema): boolean {
  const { areAll, members } = publishedIn(schema);
  const home = schema.facts.get(table)?.schema;
  return areAll || members.has(table) || (home !== undefined && members.has(schemaId(quoteIdentifier(home))));
}

/** The tables, and the schemas with all of theirs, of publications that tell of deletes. */
const publishedIn = once(({ facts }: Schema) => {
  const members = new Set<ObjectId>();
  let areAll = false;
  for (const { kind, id, parent, definition } of facts.values()) {
    if (!kind.startsWith('publication')) continue;
    const publish = facts.get(kind === 'publication' ? id : (parent as ObjectId))?.definition.publish;
    if (publish !== undefined && !String(publish).includes('delete')) continue;
    if (definition.allTables === true) areAll = true;
    if (definition.table !== undefined) members.add(objectId('table', String(definition.table)));
    if (definition.schema !== undefined) members.add(schemaId(String(definition.schema)));
  }
  return { areAll, members };
});

function schemaId(quoted: string): ObjectId {
  return objectId('schema', quoted);
}
