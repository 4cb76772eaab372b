import { nameOf, type ObjectId, objectId } from '../../../model/object-id.ts';
import { once } from '../../../model/once.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import { quoteIdentifier } from '../../../postgres/identifier.ts';
import type { Context, Statements } from '../../kind.ts';
import { linkBefore, partitionsBefore, wholesAbove } from './partitions.ts';

type Event = 'update' | 'delete';

/**
 * Whether PostgreSQL refuses an UPDATE of a table or a DELETE from it, before or after the change, even of no rows: it is published, and
 * subscribers could not tell its rows apart.
 * https://www.postgresql.org/docs/18/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY
 */
export function refuses(event: Event, table: ObjectId, context: Context): boolean {
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
  return [from, to].some((schema) => family.some((id) => isPublished(event, id, schema)));
}

/**
 * Lets statements update a table and its partitions that refuse it: subscribers are told whole rows for as long. Not where the plan changes
 * by what they tell rows apart, since nobody knows here what that is by then.
 */
export function updatable(table: ObjectId, context: Context, statements: Statements): Statements {
  const refusing = [table, ...partitionsBefore(table, context)].filter((id) => {
    const [was, is] = [context.from, context.to].map(
      ({ facts }) => facts.get(id)?.definition.replicaIdentity,
    );
    const parts = [...context.childrenBefore(id), ...context.childrenAfter(id)];
    const isByIndex = parts.some(({ definition }) => definition.replicaIdentity === true);
    return was === is && !isByIndex && refuses('update', id, context);
  });
  const identity = (id: ObjectId, chosen: string) =>
    `ALTER TABLE ONLY ${nameOf(id)} REPLICA IDENTITY ${chosen}`;
  const usual = (id: ObjectId) => String(context.from.facts.get(id)!.definition.replicaIdentity ?? 'DEFAULT');
  return [
    ...refusing.map((id) => identity(id, 'FULL')),
    ...statements,
    ...refusing.map((id) => identity(id, usual(id))),
  ];
}

function hasReplicaIdentity(table: ObjectId, { facts }: Schema, parts: readonly Fact[]): boolean {
  const chosen = facts.get(table)?.definition.replicaIdentity;
  if (chosen !== undefined) return chosen === 'FULL';
  return parts.some(({ definition }) => definition.replicaIdentity === true || definition.type === 'primary');
}

function isPublished(event: Event, table: ObjectId, schema: Schema): boolean {
  const { areAll, members } = publishedIn[event](schema);
  const home = schema.facts.get(table)?.schema;
  return areAll || members.has(table) || (home !== undefined && members.has(schemaId(quoteIdentifier(home))));
}

const publishedIn = { update: once(membersTelling('update')), delete: once(membersTelling('delete')) };

/** The tables, and the schemas with all of theirs, of publications that tell of an event. */
function membersTelling(event: Event) {
  return ({ facts }: Schema) => {
    const members = new Set<ObjectId>();
    let areAll = false;
    for (const { kind, id, parent, definition } of facts.values()) {
      if (!kind.startsWith('publication')) continue;
      const publish = facts.get(kind === 'publication' ? id : (parent as ObjectId))?.definition.publish;
      if (publish !== undefined && !String(publish).includes(event)) continue;
      if (definition.allTables === true) areAll = true;
      if (definition.table !== undefined) members.add(objectId('table', String(definition.table)));
      if (definition.schema !== undefined) members.add(schemaId(String(definition.schema)));
    }
    return { areAll, members };
  };
}

function schemaId(quoted: string): ObjectId {
  return objectId('schema', quoted);
}
