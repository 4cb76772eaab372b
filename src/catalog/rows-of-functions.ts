import { entry } from '../model/entry.ts';
import { kindOf, nameOf, type ObjectId } from '../model/object-id.ts';
import { byPosition, type Fact, type FactKind } from '../model/schema.ts';
import { lastPart, withoutSignature } from '../postgres/identifier.ts';
import { parenthesised } from '../postgres/lists.ts';

/** Where PostgreSQL deparses a query. */
const queries: ReadonlyMap<FactKind, string> = new Map([
  ['view', 'query'],
  ['materialized-view', 'query'],
  ['rule', 'source'],
  ['function', 'source'],
  ['procedure', 'source'],
]);

const relations: ReadonlySet<FactKind> = new Set(['table', 'foreign-table']);

/** The names that a query gives to the columns of what a function returns, behind the call: ` f(id, name)`. */
const columnNames = /^( (?:"(?:[^"]|"")+"|[a-z_][\w$]*))\(([^()]*)\)/;

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
    const leftOut: string[] = [];
    let plain = text;
    for (const { name, table } of rowsOf(fact, facts))
      plain = withoutNames(plain, name, orderOf(table, facts, orders), leftOut);
    if (plain === text) continue;
    const definition = { ...fact.definition, [property]: plain };
    facts.set(fact.id, { ...fact, definition, remarks: { ...fact.remarks, order: leftOut.join('; ') } });
  }
}

/** A function that returns rows of a table, by its name without arguments. */
interface RowsOfTable {
  readonly name: string;
  readonly table: ObjectId;
}

/** The functions that a query calls and that return rows of a table. */
function rowsOf({ dependsOn }: Fact, facts: ReadonlyMap<ObjectId, Fact>): readonly RowsOfTable[] {
  return dependsOn.flatMap((id) => {
    const called = kindOf(id) === 'function' ? facts.get(id) : undefined;
    const result = String(called?.definition.result ?? '').replace(/^SETOF /, '');
    const tables = (called?.dependsOn ?? []).filter(
      (table) => relations.has(kindOf(table)) && nameOf(table) === result,
    );
    return tables.map((table) => ({ name: withoutSignature(nameOf(id)), table }));
  });
}

/** A query without the names behind calls of a function that are those of its table's columns; they are added to `leftOut`. */
function withoutNames(query: string, name: string, order: string, leftOut: string[]): string {
  const call = `${name}(`;
  let text = query;
  for (let at = text.indexOf(call); at >= 0; at = text.indexOf(call, at + 1)) {
    if (!/[ (]/.test(text[at - 1] ?? '')) continue;
    const { after } = parenthesised(text, at + name.length);
    const [found, alias, names] = columnNames.exec(after) ?? [];
    // Columns that are younger than the query are not listed.
    if (found === undefined || !`${order}, `.startsWith(`${names}, `)) continue;
    leftOut.push(String(names));
    text = `${text.slice(0, text.length - after.length)}${alias}${after.slice(found.length)}`;
  }
  return text;
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
