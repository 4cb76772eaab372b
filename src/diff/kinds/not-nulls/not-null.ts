import { objectId } from '../../../model/object-id.ts';
import { once } from '../../../model/once.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import { generatedName } from '../../../postgres/generated-name.ts';
import { bareName, quoteUnlessPlain, splitIdentifier, splitLast } from '../../../postgres/identifier.ts';
import { postgres18 } from '../../../postgres/versions.ts';
import type { Context } from '../../kind.ts';
import { givesNotNull } from '../trees/inherited-column.ts';

/** Whether NOT NULLs are constraints, with names and validity; before PostgreSQL 18 they were marks of columns. */
export function hasNamedNotNulls({ serverVersion }: Schema): boolean {
  return serverVersion >= postgres18;
}

/** NOT NULL as a column's definition writes it. https://www.postgresql.org/docs/18/ddl-constraints.html */
export function notNullSql(fact: Fact, context: Context): string {
  const { name, definition } = fact;
  const [table, column] = splitLast(name);
  const chosen = chosenName(fact) ?? disputedName(table, column, context);
  const head = chosen === undefined ? '' : `CONSTRAINT ${chosen} `;
  return `${head}NOT NULL${definition.notNullNoInherit ? ' NO INHERIT' : ''}`;
}

/**
 * The usual name of a column's NOT NULL, where something else in the schema has or gets that name: PostgreSQL would generate
 * another.
 */
export function disputedName(table: string, column: string, { from, to }: Context): string | undefined {
  const name = bornNotNull(table, column);
  const qualified = `${splitLast(table)[0]}.${name}`;
  return chosenNames(from).has(qualified) || chosenNames(to).has(qualified) ? name : undefined;
}

/** Names of constraints that look as if PostgreSQL had chosen them for some column's NOT NULL. */
const chosenNames = once((schema: Schema): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const fact of schema.facts.values()) {
    const { kind, name } = fact;
    const [relation, part] = splitLast(name);
    const own = kind === 'constraint' ? part : kind === 'column' ? chosenName(fact) : undefined;
    if (own !== undefined && /_not_null"?$/.test(String(own))) names.add(`${splitLast(relation)[0]}.${own}`);
  }
  return names;
});

/**
 * Whether CREATE TABLE has to write an inherited column's NOT NULL: it is the child's own too, or has another name than the one
 * inherited.
 */
export function saysItsNotNull(fact: Fact, parents: readonly Fact[], context: Context): boolean {
  const { notNull, notNullNotValid } = fact.definition;
  if (!notNull || notNullNotValid || !hasNamedNotNulls(context.from)) return false;
  if (fact.remarks?.notNull === 'both') return true;
  const column = splitLast(fact.name)[1];
  const given = parents
    .map(({ definition }) => context.to.facts.get(objectId('column', `${definition.of}.${column}`)))
    .find(givesNotNull);
  if (given === undefined) return true;
  // Before PostgreSQL 18 a NOT NULL had no name that could be read.
  return hasNamedNotNulls(context.to) && notNullName(given) !== notNullName(fact);
}

/** NOT NULL as an element of CREATE TABLE, for a column that is not listed there. */
export function notNullElement(fact: Fact): string {
  const suffix = fact.definition.notNullNoInherit ? ' NO INHERIT' : '';
  return `CONSTRAINT ${notNullName(fact)} NOT NULL ${splitLast(fact.name)[1]}${suffix}`;
}

/** The column without its NOT NULL where that is only inherited. */
export function withoutInheritedNotNull(column: Fact): Fact {
  return column.remarks?.notNull === 'inherited' ? withoutNotNull(column) : column;
}

/** The column as one that may be null. */
export function withoutNotNull(column: Fact): Fact {
  const { notNull: _, ...definition } = column.definition;
  return { ...column, definition };
}

/** Adds a NOT NULL that the column's definition could not contain. */
export function addNotNull(fact: Fact): string {
  const [table, column] = splitLast(fact.name);
  const { notNullNoInherit, notNullNotValid } = fact.definition;
  const suffix = `${notNullNoInherit ? ' NO INHERIT' : ''}${notNullNotValid ? ' NOT VALID' : ''}`;
  return `ALTER TABLE ${table} ADD CONSTRAINT ${notNullName(fact)} NOT NULL ${column}${suffix}`;
}

/** The name that PostgreSQL generates for a NOT NULL constraint; of a domain's there is no column. */
export function bornNotNull(table: string, column = ''): string {
  const bare = bareName(table);
  return quoteUnlessPlain(generatedName([bare, splitIdentifier(column)[0]], 'not_null'));
}

/** The name of a column's NOT NULL. */
export function notNullName(fact: Fact): string {
  const [table, column] = splitLast(fact.name);
  return chosenName(fact) ?? bornNotNull(table, column);
}

/**
 * The name of a column's NOT NULL where it is not the generated one. The name of an inherited one is a remark, which is not
 * compared.
 */
export function chosenName({ definition, remarks }: Fact): string | undefined {
  const name = definition.notNullName ?? remarks?.notNullName;
  return name === undefined ? undefined : String(name);
}
