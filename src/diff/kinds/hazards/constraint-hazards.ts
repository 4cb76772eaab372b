import { objectId } from '../../../model/object-id.ts';
import type { Hazard } from '../../../model/plan.ts';
import type { Fact } from '../../../model/schema.ts';
import { readCheck } from '../../../postgres/check.ts';
import { readForeignKey } from '../../../postgres/foreign-key.ts';
import { lastPart, splitLast } from '../../../postgres/identifier.ts';
import { isWithoutOverlaps, readKey } from '../../../postgres/key.ts';
import type { Context } from '../../kind.ts';
import { blocksAll, blocksWrites, hazard, type PlannedStatement } from './hazard.ts';

/** What adding or validating a constraint locks and reads, and how to count the rows that it refuses. */
export function hazardsOfConstraint({ sql, before, after, context }: PlannedStatement): Hazard[] {
  const fact = (after ?? before) as Fact;
  const [table, name] = splitLast(fact.name);
  if (/ VALIDATE CONSTRAINT /.test(sql))
    return [hazard('scans', `All rows of ${table} are read to validate ${name}.`)];
  if (!/ ADD CONSTRAINT /.test(sql) || / NOT VALID$/.test(sql) || / NOT ENFORCED$/.test(sql)) return [];
  const scan = hazard('scans', `All rows of ${table} are read to see that they keep to ${name}.`);
  switch (fact.definition.type) {
    case 'foreign':
      return [
        hazard(
          'blocks-writes',
          `SHARE ROW EXCLUSIVE lock on ${table} and the table it refers to: nobody writes either while rows are checked.`,
        ),
        scan,
        ...(isEmptyKey(fact, context) ? [] : withCount(table, name, orphanQuery(fact, table))),
      ];
    case 'check':
      return [
        blocksAll(table, 'rows are checked'),
        scan,
        ...withCount(table, name, violationQuery(fact, table)),
      ];
    default:
      return [
        blocksAll(table, 'its index is built'),
        ...(isEmptyKey(fact, context) ? [] : withCount(table, name, duplicateQuery(fact, table))),
      ];
  }
}

/** Whether a column of a foreign or unique key is made by the plan and holds nothing yet: a null breaks neither, unless nulls are equal. */
function isEmptyKey({ name, definition }: Fact, context: Context): boolean {
  const text = String(definition.definition);
  const key = readKey(text);
  const isFree = key !== undefined && !key.isPrimary && !key.hasEqualNulls;
  const columns = isFree ? key.columns : (readForeignKey(text)?.columns ?? []);
  return columns.some((own) => {
    const column = `${splitLast(name)[0]}.${own}`;
    const { facts } = context.to;
    const { identity, generated } = facts.get(objectId('column', column))?.definition ?? {};
    const isFilled =
      facts.has(objectId('default', column)) || identity !== undefined || generated !== undefined;
    return context.isCreated(objectId('column', column)) && !isFilled;
  });
}

function withCount(table: string, name: string, query: string | undefined): Hazard[] {
  return [hazard('may-fail', `Rows of ${table} may violate ${name}.`, query)];
}

function violationQuery({ definition }: Fact, table: string): string | undefined {
  const expression = readCheck(String(definition.definition));
  return expression && `SELECT count(*) FROM ${table} WHERE NOT (${expression})`;
}

function duplicateQuery({ definition }: Fact, table: string): string | undefined {
  const key = readKey(String(definition.definition));
  if (key === undefined || isWithoutOverlaps(key)) return undefined;
  const present = key.columns.map((column) => `${column} IS NOT NULL`).join(' AND ');
  const where = key.hasEqualNulls ? '' : ` WHERE ${present}`;
  return `SELECT count(*) FROM (SELECT FROM ${table}${where} GROUP BY ${key.columns.join(', ')} HAVING count(*) > 1) AS duplicates`;
}

function orphanQuery({ definition }: Fact, table: string): string | undefined {
  const key = readForeignKey(String(definition.definition));
  if (key === undefined || key.columns.some((column) => column.startsWith('PERIOD '))) return undefined;
  const { columns, referenced, referencedColumns } = key;
  const match = columns.map((column, i) => `parent.${referencedColumns[i]} = child.${column}`).join(' AND ');
  const present = columns.map((column) => `child.${column} IS NOT NULL`).join(' AND ');
  return `SELECT count(*) FROM ${table} AS child WHERE ${present} AND NOT EXISTS (SELECT FROM ${referenced} AS parent WHERE ${match})`;
}

/** What building an index blocks, and how to count the duplicates that a unique one refuses. */
export function hazardsOfIndex({ sql, after, context, id }: PlannedStatement): Hazard[] {
  if (sql.includes(' CONCURRENTLY ') || after === undefined || !context.isCreated(id)) return [];
  if (!/^CREATE (UNIQUE )?INDEX /.test(sql) || after.definition.onOnly) return [];
  const table = String(after.definition.on);
  const blocked = blocksWrites(table, `${after.name} is built`);
  if (!after.definition.unique) return [blocked];
  const columns = /^btree \(([^()]*)\)$/
    .exec(String(after.definition.method))?.[1]
    ?.replaceAll(/ (DESC|ASC|NULLS \w+)/g, '');
  const key = {
    ...after,
    name: `${table}.${lastPart(after.name)}`,
    definition: { definition: `UNIQUE (${columns})` },
  };
  if (columns !== undefined && isEmptyKey(key, context)) return [blocked];
  const query = columns === undefined ? undefined : duplicateQuery(key, table);
  return [blocked, ...withCount(table, after.name, query)];
}
