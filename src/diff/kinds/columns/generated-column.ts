import type { ObjectId } from '../../../model/object-id.ts';
import type { Definition, Fact } from '../../../model/schema.ts';
import { splitLast } from '../../../postgres/identifier.ts';
import { postgres17 } from '../../../postgres/versions.ts';
import { hasChanged } from '../../definition.ts';
import type { Context, Statement } from '../../kind.ts';
import { hazardsOfRecomputedColumn } from '../hazards/column-hazards.ts';
import { followsParent } from '../trees/inherited-column.ts';
import { followersBefore, tiesAfter } from '../trees/tree.ts';

/** Whether a column stops being generated. https://www.postgresql.org/docs/18/ddl-generated-columns.html */
export function losesExpression(was: Definition, is: Definition): boolean {
  return was.generated !== undefined && is.generated === undefined;
}

/**
 * Whether a column has to be dropped and added. PostgreSQL cannot turn a plain column into a generated one, nor a stored one into
 * a virtual one. SET EXPRESSION exists since 17, and fails for a virtual column that a check or a publication may use.
 */
export function needsNewColumn(before: Fact, after: Fact, context: Context): boolean {
  const [was, is] = [before.definition, after.definition];
  if (was.generated === 'VIRTUAL' && is.generated === undefined) return true;
  if (is.generated === undefined) return false;
  if (was.generated !== is.generated || was.type !== is.type) return true;
  if (was.expression === is.expression) return false;
  if (context.from.serverVersion < postgres17) return true;
  return reliersBefore(before, is, context).length > 0 && tiesAfter(after, context).length === 0;
}

/**
 * What cannot be there while a virtual column gets another expression that only a new column would get otherwise: an inherited one
 * is not dropped alone.
 */
export function reliersLeft(after: Fact, context: Context): readonly ObjectId[] {
  const before = context.from.facts.get(after.id);
  if (before === undefined || !context.isAltered(after.id)) return [];
  if (!hasChanged(before, after, 'expression') || followsParent(after, context, 'expression')) return [];
  return reliersBefore(before, after.definition, context).map(({ id }) => id);
}

/** Gives a generated column another expression. */
export function setExpression(column: Fact, only: 'ONLY ' | ''): Statement {
  const [table, own] = splitLast(column.name);
  return {
    sql: `ALTER TABLE ${only}${table} ALTER COLUMN ${own} SET EXPRESSION AS (${column.definition.expression})`,
    hazards: hazardsOfRecomputedColumn(column),
  };
}

/** PostgreSQL 18 refuses as soon as the table has any check or is published by name, whatever columns these use. */
function reliersBefore(column: Fact, is: Definition, context: Context): readonly Fact[] {
  if (is.generated !== 'VIRTUAL') return [];
  const isRelying = ({ kind, definition }: Fact) =>
    kind === 'publication-table' || (kind === 'constraint' && definition.type === 'check');
  return [
    ...context.dependentsBefore(column.parent!).filter(isRelying),
    ...followersBefore(column, context).flatMap((below) => reliersBefore(below, is, context)),
  ];
}
