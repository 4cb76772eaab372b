import { entry } from '../model/entry.ts';
import { kindOf, nameOf, type ObjectId } from '../model/object-id.ts';
import { byPosition, type Fact, type FactKind } from '../model/schema.ts';
import { lastPart } from '../postgres/identifier.ts';

/** Where PostgreSQL deparses a query. */
const queries: ReadonlyMap<FactKind, string> = new Map([
  ['view', 'query'],
  ['materialized-view', 'query'],
  ['rule', 'source'],
  ['function', 'source'],
  ['procedure', 'source'],
]);

const relations: ReadonlySet<FactKind> = new Set(['table', 'foreign-table']);

/** The names that a query gives to the columns of what a function returns: `) f(id, name)`. */
const columnNames = /\) (?<alias>"(?:[^"]|"")+"|[a-z_][\w$]*)\((?<names>[^()]*)\)/g;

/**
 * A query that reads rows of a table from a function names all their columns, by position. As long as these are the columns'
 * own names they say no more than how the table's columns stand, which is no difference, and which a table that was altered
 * has otherwise: they are left out, and only remarked. https://www.postgresql.org/docs/18/queries-table-expressions.html
 */
export function leaveColumnOrderOut(facts: Map<ObjectId, Fact>): void {
  const orders = new Map<ObjectId, string>();
  for (const fact of facts.values()) {
    const property = queries.get(fact.kind);
    if (property === undefined || !fact.dependsOn.some((id) => kindOf(id) === 'function')) continue;
    const text = String(fact.definition[property]);
    const lists = rowsOf(fact, facts).map((table) => orderOf(table, facts, orders));
    if (lists.length === 0) continue;
    // Columns that are younger than the query are not listed.
    const isOwn = (names: string) => lists.some((list) => `${list}, `.startsWith(`${names}, `));
    const leftOut: string[] = [];
    const plain = text.replace(columnNames, (whole, alias: string, names: string) => {
      if (!isOwn(names)) return whole;
      leftOut.push(names);
      return `) ${alias}`;
    });
    if (plain === text) continue;
    const definition = { ...fact.definition, [property]: plain };
    facts.set(fact.id, { ...fact, definition, remarks: { ...fact.remarks, order: leftOut.join('; ') } });
  }
}

/** The tables whose rows the functions return that a query calls. */
function rowsOf({ dependsOn }: Fact, facts: ReadonlyMap<ObjectId, Fact>): readonly ObjectId[] {
  return dependsOn.flatMap((id) => {
    const called = kindOf(id) === 'function' ? facts.get(id) : undefined;
    const result = String(called?.definition.result ?? '').replace(/^SETOF /, '');
    return (called?.dependsOn ?? []).filter(
      (table) => relations.has(kindOf(table)) && nameOf(table) === result,
    );
  });
}

/** A table's columns in their order, as a query lists them. `known` is filled with those of all tables at once. */
function orderOf(table: ObjectId, facts: ReadonlyMap<ObjectId, Fact>, known: Map<ObjectId, string>): string {
  if (known.size === 0) {
    const columns = new Map<ObjectId, Fact[]>();
    for (const fact of facts.values())
      if (fact.kind === 'column' && fact.parent !== undefined)
        entry(columns, fact.parent, () => []).push(fact);
    for (const [parent, own] of columns) {
      const names = own.sort(byPosition).map(({ name }) => lastPart(name));
      known.set(parent, names.join(', '));
    }
  }
  return known.get(table) ?? '';
}
