import { nameOf } from '../../../model/object-id.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Question } from '../../../model/question.ts';
import { type Fact, isSameDefinition } from '../../../model/schema.ts';
import { quoteLiteral } from '../../../postgres/identifier.ts';
import { hasChanged } from '../../definition.ts';
import type { Context } from '../../kind.ts';
import { columnsBefore } from '../columns/table-columns.ts';
import { nullsMayFail } from '../not-nulls/not-null-below.ts';
import type { KeptRows } from '../tables/kept-rows.ts';
import { areHashedAnew } from '../trees/fitting-rows.ts';
import { partitionsBefore } from '../trees/partitions.ts';
import { hazardsOfDroppedColumn } from './column-hazards.ts';
import { hazardsOfNewConstraint, hazardsOfNewIndex } from './constraint-hazards.ts';
import { blocksAll, hazard } from './hazard.ts';
import { uniqueKeyOf } from './unique-key.ts';
import { retypeHazards } from './value-hazards.ts';

/** What copying the rows of a table that is replaced means for those who use it. */
export function hazardsOfCopying({ name }: Fact, aside: string): Hazard[] {
  return [
    hazard(
      'rewrites',
      `All rows of ${name} are written twice: to ${aside}, and from there into the new ${name}.`,
    ),
    blocksAll(name, 'its rows are copied'),
  ];
}

/** The rows that the new table may refuse. */
export function hazardsOfReturning(table: Fact, kept: KeptRows, context: Context): Hazard[] {
  const { columns, takesAll, condition } = kept;
  const strangers =
    takesAll || condition !== undefined
      ? []
      : [hazard('may-fail', `Rows of ${table.name} may belong to no partition of the new one.`)];
  const gained = columns.filter(({ id, definition }) => {
    return definition.notNull === true && context.from.facts.get(id)?.definition.notNull !== true;
  });
  const rules = context
    .childrenAfter(table.id)
    .filter((fact) => !isKeptToBefore(fact, context))
    .flatMap((fact) => hazardsOfRule(fact, context));
  const converted = columns.flatMap((column) => {
    const was = context.from.facts.get(column.id) as Fact;
    return hasChanged(was, column, 'type') ? retypeHazards(was, column, context, false) : [];
  });
  const told = new Set(['may-fail', 'irreversible']);
  const refusals = [...rules, ...converted].filter(({ kind }) => told.has(kind));
  return [...strangers, ...gained.map(nullsMayFail), ...refusals];
}

/** What is said of a constraint that is there when rows come back, or of an index of all partitions, which says nothing itself. */
function hazardsOfRule(fact: Fact, context: Context): Hazard[] {
  const { kind, definition } = fact;
  if (kind === 'constraint' && definition.type !== 'foreign') return hazardsOfNewConstraint(fact, context);
  if (kind !== 'index' || definition.onOnly !== true) return [];
  return hazardsOfNewIndex({ ...fact, definition: { ...definition, onOnly: false } }, context);
}

/** Whether rows keep to a constraint or an index since they did before: to the same one, or to a key of fewer columns. */
function isKeptToBefore(fact: Fact, context: Context): boolean {
  const same = context.from.facts.get(fact.id);
  if (same !== undefined && isSameDefinition(same.definition, fact.definition)) return true;
  const key = uniqueKeyOf(fact);
  if (key === undefined || fact.parent === undefined) return false;
  return context.childrenBefore(fact.parent).some((other) => {
    const was = uniqueKeyOf(other);
    const isAsStrict = was?.isPrimary || was?.hasEqualNulls || !key.hasEqualNulls;
    return was?.columns.every((column) => key.columns.includes(column)) === true && isAsStrict;
  });
}

/** What is lost when the copy goes: rows that the new table does not take, and columns that it has not. */
export function lossOnReturn(table: Fact, kept: KeptRows, context: Context): Hazard[] {
  const { name } = table;
  const lostColumns = columnsBefore(table.id, context)
    .filter((column) => !kept.columns.some(({ id }) => id === column.id))
    .flatMap((column) => hazardsOfDroppedColumn(column, context));
  if (kept.condition === undefined) return lostColumns;
  return [
    hazard(
      'destroys-data',
      `Rows of ${name} that belong to no partition of the new one are lost.`,
      strangersIn(table, kept, context),
    ),
    hazard('irreversible', `${name} cannot be brought back with these rows.`),
    ...lostColumns,
  ];
}

/** The rows that are not taken; undefined where the database cannot be asked yet. */
function strangersIn({ name }: Fact, kept: KeptRows, context: Context): Question | undefined {
  const { condition, leaving, reached } = kept;
  if (areHashedAnew(reached, context)) return undefined;
  const elsewhere = leaving.flatMap((part) => [part, ...partitionsBefore(part, context)]);
  const tables = elsewhere.map((part) => `${quoteLiteral(nameOf(part))}::pg_catalog.regclass`);
  const isHere = tables.length === 0 ? '' : ` AND tableoid NOT IN (${tables.join(', ')})`;
  return { from: { table: name }, where: `(${condition}) IS NOT TRUE${isHere}` };
}
