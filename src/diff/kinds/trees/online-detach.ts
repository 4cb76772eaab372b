import type { Fact, Schema } from '../../../model/schema.ts';
import { generatedName } from '../../../postgres/generated-name.ts';
import { bareName, quoteIdentifier, splitIdentifier } from '../../../postgres/identifier.ts';
import { readPartitionKey } from '../../../postgres/partition-key.ts';
import { postgres14 } from '../../../postgres/versions.ts';
import type { Context, Statements } from '../../kind.ts';
import { hazardsOfReferences } from '../hazards/partition-hazards.ts';

/**
 * Detaches a partition CONCURRENTLY and drops the check that this leaves behind. Undefined where PostgreSQL cannot (before 14,
 * beside a default partition), where the check's name is not known, and where the partition comes back: since it is committed at
 * once, queries would not see its rows until then. https://www.postgresql.org/docs/18/sql-altertable.html
 */
export function detachConcurrently(link: Fact, detach: string, context: Context): Statements | undefined {
  const { from, to } = context;
  const of = String(link.definition.of);
  if (from.serverVersion < postgres14 || hasDefault(of, context) || isMoving(of, from, to)) return undefined;
  if (comesBack(link, to)) return undefined;
  const columns = keyColumns(link, from);
  if (columns === undefined) return undefined;
  const bare = bareName(link.name);
  const [only, ...others] = new Set(columns);
  const check = quoteIdentifier(generatedName(others.length === 0 ? [bare, only] : bare, 'check'));
  if (from.facts.has(`constraint:${link.name}.${check}`)) return undefined;
  return [
    { sql: `${detach} CONCURRENTLY`, hazards: hazardsOfReferences(link, context), transaction: 'alone' },
    `ALTER TABLE ${link.name} DROP CONSTRAINT IF EXISTS ${check}`,
  ];
}

/** Whether a partition that leaves is a partition of the same table afterwards. */
export function comesBack({ id, definition }: Fact, to: Schema): boolean {
  return to.facts.get(id)?.definition.of === definition.of;
}

function hasDefault(table: string, context: Context): boolean {
  return context
    .dependentsBefore(`table:${table}`)
    .some(
      ({ kind, definition }) =>
        kind === 'partition' && definition.of === table && definition.bound === 'DEFAULT',
    );
}

/**
 * Whether the partitioned table itself leaves its parent or gets another bound, on any level: the check that is left behind is
 * then another one.
 */
function isMoving(table: string, from: Schema, to: Schema): boolean {
  const link = from.facts.get(`partition:${table}`);
  if (link === undefined) return false;
  const { of, bound } = link.definition;
  const is = to.facts.get(link.id)?.definition;
  return is?.of !== of || is?.bound !== bound || isMoving(String(of), from, to);
}

/** The columns of the partition keys on all levels; undefined where a key has an expression. */
function keyColumns(link: Fact, from: Schema): readonly string[] | undefined {
  const of = String(link.definition.of);
  const { parts } = readPartitionKey(String(from.facts.get(`table:${of}`)?.definition.partitionKey));
  const own = parts.flatMap(({ column }) => (column === undefined ? [] : splitIdentifier(column)));
  if (own.length < parts.length) return undefined;
  const above = from.facts.get(`partition:${of}`);
  const others = above === undefined ? [] : keyColumns(above, from);
  return others && [...own, ...others];
}
