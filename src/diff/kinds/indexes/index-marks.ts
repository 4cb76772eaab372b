import { nameOf, type ObjectId } from '../../../model/object-id.ts';
import type { Definition, Fact } from '../../../model/schema.ts';
import { lastPart } from '../../../postgres/identifier.ts';
import { changedEntries, list } from '../../definition.ts';
import type { Context } from '../../kind.ts';

/** Whether it is a column that may be null. */
export function isNullable({ kind, definition }: Fact): boolean {
  return kind === 'column' && !definition.notNull;
}

/** Resets the replica identity of a table whose index for it is dropped, unless the table gets another. */
export function givenUpIdentity({ parent, definition }: Fact, context: Context): string[] {
  if (!definition.replicaIdentity || context.isDropped(parent as ObjectId)) return [];
  return hasOtherIdentity(parent as ObjectId, context)
    ? []
    : [`ALTER TABLE ${nameOf(parent as ObjectId)} REPLICA IDENTITY DEFAULT`];
}

/** Whether the table or another index has a replica identity after the change. */
function hasOtherIdentity(table: ObjectId, context: Context): boolean {
  return [context.to.facts.get(table), ...context.childrenAfter(table)].some(
    (other) => other?.definition.replicaIdentity !== undefined,
  );
}

/** What only ALTER gives to a new index, or to the one of a new constraint; `index` is its name. */
export function indexSettings({ name, parent, definition }: Fact, index: string): string[] {
  const [table, own] = [nameOf(parent as ObjectId), lastPart(name)];
  return [
    ...statisticsChanges(index, {}, definition),
    ...(definition.clustered ? [clusterOn(table, own)] : []),
    ...(definition.replicaIdentity ? [identifyBy(table, own)] : []),
  ];
}

function clusterOn(table: string, index: string): string {
  return `ALTER TABLE ${table} CLUSTER ON ${index}`;
}

function identifyBy(table: string, index: string): string {
  return `ALTER TABLE ${table} REPLICA IDENTITY USING INDEX ${index}`;
}

/** Sets and resets CLUSTER ON and REPLICA IDENTITY USING INDEX. */
export function indexMarks(before: Fact, after: Fact, context: Context): string[] {
  const table = nameOf(after.parent as ObjectId);
  const name = lastPart(after.name);
  const [was, is] = [before.definition, after.definition];
  const statements: string[] = [];
  if (is.clustered && !was.clustered) statements.push(clusterOn(table, name));
  if (was.clustered && !is.clustered && !isClusteredOnOther(after, context))
    statements.push(`ALTER TABLE ${table} SET WITHOUT CLUSTER`);
  if (is.replicaIdentity && !was.replicaIdentity) statements.push(identifyBy(table, name));
  return is.replicaIdentity ? statements : [...statements, ...givenUpIdentity(before, context)];
}

/** Whether another index becomes the one to cluster on, which takes the mark over. */
function isClusteredOnOther({ parent }: Fact, context: Context): boolean {
  return context.childrenAfter(parent as ObjectId).some(({ definition }) => definition.clustered === true);
}

/** Changes the statistics targets of an index's expressions; entries are `column-number target`. */
export function statisticsChanges(index: string, before: Definition, after: Definition): string[] {
  const numberOf = (entry: string) => entry.split(' ')[0] as string;
  const { gone, set } = changedEntries(list(before, 'statistics'), list(after, 'statistics'), numberOf);
  return [...gone.map((column) => `${column} -1`), ...set].map((entry) => {
    const [column, target] = entry.split(' ');
    return `ALTER INDEX ${index} ALTER COLUMN ${column} SET STATISTICS ${target}`;
  });
}
