import { entry } from '../../../model/entry.ts';
import { notNullOf, withNotNull } from '../../../model/not-null.ts';
import { type ObjectId, objectId } from '../../../model/object-id.ts';
import { once } from '../../../model/once.ts';
import type { Fact, Schema } from '../../../model/schema.ts';
import { generatedName } from '../../../postgres/generated-name.ts';
import {
  bareName,
  lastPart,
  quoteUnlessPlain,
  splitIdentifier,
  splitLast,
} from '../../../postgres/identifier.ts';
import { postgres18 } from '../../../postgres/versions.ts';
import type { Context } from '../../kind.ts';
import { givesNotNull } from '../trees/inherited-column.ts';

/** Whether NOT NULLs are constraints, with names and validity; before PostgreSQL 18 they were marks of columns. */
export function hasNamedNotNulls({ serverVersion }: Schema): boolean {
  return serverVersion >= postgres18;
}

/** NOT NULL as a column's definition writes it. https://www.postgresql.org/docs/18/ddl-constraints.html */
export function notNullSql(fact: Fact, context: Context): string {
  const notNull = notNullOf(fact);
  const chosen = notNull?.name ?? disputedName(fact, context);
  const head = chosen === undefined ? '' : `CONSTRAINT ${chosen} `;
  return `${head}NOT NULL${notNull?.isNoInherit ? ' NO INHERIT' : ''}`;
}

/**
 * The usual name of the NOT NULL of a column or domain, where something else in the schema has or gets that name, or the domain that
 * it replaces still has it: PostgreSQL would generate another.
 */
export function disputedName(fact: Fact, context: Context): string | undefined {
  const { from, to } = context;
  if (!hasNamedNotNulls(from)) return undefined;
  const isAside = fact.kind === 'domain' && context.isReplaced(fact.id);
  const name = usualName(fact);
  const qualified = `${schemaOf(fact)}.${name}`;
  const isDisputed = [from, to].some((schema) =>
    holdersOf(schema)
      .get(qualified)
      ?.some((id) => id !== fact.id || isAside),
  );
  return isDisputed ? name : undefined;
}

/** What holds the names of constraints that look like a NOT NULL's usual one: tables and domains share them. */
const holdersOf = once((schema: Schema): ReadonlyMap<string, readonly ObjectId[]> => {
  const holders = new Map<string, ObjectId[]>();
  for (const fact of schema.facts.values()) {
    const name = constraintName(fact);
    if (name === undefined || !/_not_null"?$/.test(name)) continue;
    entry(holders, `${schemaOf(fact)}.${name}`, () => []).push(fact.id);
  }
  return holders;
});

function constraintName(fact: Fact): string | undefined {
  const { kind, name, definition } = fact;
  if (kind === 'constraint' || kind === 'domain-constraint') return lastPart(name);
  return (kind === 'column' || kind === 'domain') && definition.notNull ? notNullName(fact) : undefined;
}

function schemaOf({ kind, name }: Fact): string {
  const [above] = splitLast(name);
  return kind === 'domain' ? above : splitLast(above)[0];
}

/**
 * Whether CREATE TABLE has to write an inherited column's NOT NULL: it is the child's own too, or has another name than the one
 * inherited.
 */
export function saysItsNotNull(fact: Fact, parents: readonly Fact[], context: Context): boolean {
  const notNull = notNullOf(fact);
  if (notNull === undefined || notNull.isNotValid || !hasNamedNotNulls(context.from)) return false;
  if (notNull.origin === 'both') return true;
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
  const suffix = notNullOf(fact)?.isNoInherit ? ' NO INHERIT' : '';
  return `CONSTRAINT ${notNullName(fact)} NOT NULL ${splitLast(fact.name)[1]}${suffix}`;
}

/** The column without its NOT NULL where that is only inherited. */
export function withoutInheritedNotNull(column: Fact): Fact {
  return notNullOf(column)?.origin === 'inherited' ? withNotNull(column, undefined) : column;
}

/** Adds a NOT NULL that the column's definition could not contain. */
export function addNotNull(fact: Fact): string {
  const [table, column] = splitLast(fact.name);
  const { isNoInherit, isNotValid } = notNullOf(fact) ?? {};
  const suffix = `${isNoInherit ? ' NO INHERIT' : ''}${isNotValid ? ' NOT VALID' : ''}`;
  return `ALTER TABLE ${table} ADD CONSTRAINT ${notNullName(fact)} NOT NULL ${column}${suffix}`;
}

/** The name that PostgreSQL generates for the NOT NULL of a column or domain where nothing else has it. */
function usualName({ kind, name }: Fact): string {
  const [table, column] = kind === 'domain' ? [name] : splitLast(name);
  const bare = column === undefined ? undefined : splitIdentifier(column)[0];
  return quoteUnlessPlain(generatedName([bareName(table), bare], 'not_null'));
}

/** The name of the NOT NULL of a column or domain. */
export function notNullName(fact: Fact): string {
  return notNullOf(fact)?.name ?? usualName(fact);
}
