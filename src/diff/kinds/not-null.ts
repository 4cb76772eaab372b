import { objectId } from '../../model/object-id.ts';
import type { Hazard } from '../../model/plan.ts';
import type { Definition, Fact, Schema } from '../../model/schema.ts';
import { bornName } from '../../postgres/born-name.ts';
import { splitIdentifier } from '../../postgres/identifier.ts';
import { splitLast } from '../address.ts';
import type { Context, Statement } from '../kind.ts';
import { givesNotNull } from './inherited-column.ts';
import { staysBelow } from './tree.ts';

/** NOT NULL as a column's definition writes it. https://www.postgresql.org/docs/18/ddl-constraints.html */
export function notNullSql({ name, definition }: Fact, context: Context): string {
  const [table, column] = splitLast(name);
  const chosen = definition.notNullName ?? disputedName(table, column, context);
  const head = chosen === undefined ? '' : `CONSTRAINT ${chosen} `;
  return `${head}NOT NULL${definition.notNullNoInherit ? ' NO INHERIT' : ''}`;
}

/** PostgreSQL gives another name than the usual one while something else in the schema bears that. */
function disputedName(table: string, column: string, { from, to }: Context): string | undefined {
  const name = bornConstraint(table, column);
  const qualified = `${splitLast(table)[0]}.${name}`;
  return chosenNames(from).has(qualified) || chosenNames(to).has(qualified) ? name : undefined;
}

const chosen = new WeakMap<Schema, ReadonlySet<string>>();

/** Names of constraints that look as if PostgreSQL had chosen them for some column's NOT NULL. */
function chosenNames(schema: Schema): ReadonlySet<string> {
  const known = chosen.get(schema);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const { kind, name, definition } of schema.facts.values()) {
    const [relation, part] = splitLast(name);
    const own = kind === 'constraint' ? part : kind === 'column' ? definition.notNullName : undefined;
    if (own !== undefined && /_not_null"?$/.test(String(own))) names.add(`${splitLast(relation)[0]}.${own}`);
  }
  chosen.set(schema, names);
  return names;
}

/** Whether an inherited column's NOT NULL is not the one that its table gets from the first of its parents that has one. */
export function saysItsNotNull(fact: Fact, parents: readonly Fact[], context: Context): boolean {
  const { notNull, notNullNotValid } = fact.definition;
  if (!notNull || notNullNotValid || context.from.serverVersion < 180000) return false;
  const column = splitLast(fact.name)[1];
  const given = parents
    .map(({ definition }) => context.to.facts.get(objectId('column', `${definition.of}.${column}`)))
    .find(givesNotNull);
  return given === undefined || notNullName(given) !== notNullName(fact);
}

/** NOT NULL of a column that the statement does not list. */
export function notNullElement(fact: Fact): string {
  const suffix = fact.definition.notNullNoInherit ? ' NO INHERIT' : '';
  return `CONSTRAINT ${notNullName(fact)} NOT NULL ${splitLast(fact.name)[1]}${suffix}`;
}

/** A child's own column may have its NOT NULL from the parent only. */
export function withoutInheritedNotNull(column: Fact): Fact {
  return column.definition.notNullInherited ? withoutNotNull(column) : column;
}

export function withoutNotNull(column: Fact): Fact {
  const { notNull: _, ...definition } = column.definition;
  return { ...column, definition };
}

/** A NOT NULL that the column's definition could not say. */
export function addNotNull(table: string, column: string, definition: Definition): string {
  const name = definition.notNullName ?? bornConstraint(table, column);
  const suffix = `${definition.notNullNoInherit ? ' NO INHERIT' : ''}${definition.notNullNotValid ? ' NOT VALID' : ''}`;
  return `ALTER TABLE ${table} ADD CONSTRAINT ${name} NOT NULL ${column}${suffix}`;
}

/** The NOT NULL constraint's name where nobody chose one. */
function bornConstraint(table: string, column: string): string {
  const bare = splitIdentifier(table).at(-1) ?? '';
  const born = bornName(bare, splitIdentifier(column)[0] ?? '', 'not_null');
  return /^[a-z_][a-z0-9_]*$/.test(born) ? born : `"${born.replaceAll('"', '""')}"`;
}

/** What gives a column its NOT NULL, changes it or takes it away. */
export function alterNotNull(before: Fact, after: Fact, context: Context): (string | Statement)[] {
  const [was, is] = [before.definition, after.definition];
  const [table, column] = splitLast(after.name);
  const changed = ['notNull', 'notNullNoInherit', 'notNullNotValid', 'notNullName'].filter(
    (p) => was[p] !== is[p],
  );
  if (changed.length === 0) return [];
  if (!is.notNull) return was.notNull ? [`ALTER TABLE ${table} ALTER COLUMN ${column} DROP NOT NULL`] : [];
  const oldName = String(was.notNullName ?? bornConstraint(table, column));
  const newName = String(is.notNullName ?? bornConstraint(table, column));
  const mayFail: Hazard = {
    kind: 'may-fail',
    message: `Rows of ${table} may have no value in ${column}.`,
    countQuery: `SELECT count(*) FROM ${table} WHERE ${column} IS NULL`,
  };
  if (!was.notNull) {
    const hasWords = is.notNullName !== undefined || is.notNullNoInherit || is.notNullNotValid;
    const isPlain = !hasWords && !isBornNameOfChild(after, context);
    const sql = isPlain
      ? `ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`
      : addNotNull(table, column, is);
    return [{ sql, hazards: is.notNullNotValid ? [] : [mayFail] }];
  }
  const statements: (string | Statement)[] = [];
  if (oldName !== newName) statements.push(`ALTER TABLE ${table} RENAME CONSTRAINT ${oldName} TO ${newName}`);
  if (was.notNullNotValid && !is.notNullNotValid) {
    statements.push({ sql: `ALTER TABLE ${table} VALIDATE CONSTRAINT ${newName}`, hazards: [mayFail] });
  } else if (is.notNullNotValid && !was.notNullNotValid) {
    statements.push(
      `ALTER TABLE ${table} ALTER COLUMN ${column} DROP NOT NULL`,
      addNotNull(table, column, is),
    );
    return statements;
  }
  if (was.notNullNoInherit !== is.notNullNoInherit) {
    const clause = is.notNullNoInherit ? 'NO INHERIT' : 'INHERIT';
    statements.push(`ALTER TABLE ${table} ALTER CONSTRAINT ${newName} ${clause}`);
  }
  return statements;
}

/**
 * A parent's NOT NULL gives its children one of the same name. Those that bear a name of their own get it first, and the
 * parent's joins it; what is inherited cannot be renamed any more.
 */
export function nameNotNullOfChildren(before: Fact, after: Fact, context: Context): string[] {
  if (before.definition.notNull || !givesNotNull(after)) return [];
  if (context.from.serverVersion < 180000) return [];
  const given = notNullName(after);
  return context.dependentsBefore(after.id).flatMap((child) => {
    const now = context.to.facts.get(child.id);
    const isChild = child.kind === 'column' && child.parent !== after.parent && !context.isDropped(child.id);
    if (!isChild || !now?.definition.notNull || now.definition.notNullNotValid) return [];
    // Who is detached for a while takes its name by itself.
    if (!staysBelow(now, after.id, context)) return [];
    const [table, column] = splitLast(now.name);
    const [was, is] = [notNullName(child), notNullName(now)];
    if (child.definition.notNull)
      return was === is ? [] : [`ALTER TABLE ${table} RENAME CONSTRAINT ${was} TO ${is}`];
    return is === given ? [] : [addNotNull(table, column, now.definition)];
  });
}

/** Whether a child has the name already that PostgreSQL would choose, and so would not. */
function isBornNameOfChild(after: Fact, context: Context): boolean {
  if (context.from.serverVersion < 180000) return false;
  return context.dependentsBefore(after.id).some((child) => {
    const now = context.to.facts.get(child.id);
    const isChild = child.kind === 'column' && child.parent !== after.parent && child.definition.notNull;
    return isChild && now?.definition.notNull && notNullName(now) === notNullName(after);
  });
}

/** Whether the parent's NOT NULL changes its name, and gives the new one to this child's. */
export function followsNotNullName(after: Fact, parent: Fact | undefined, context: Context): boolean {
  const was = parent && context.from.facts.get(parent.id);
  if (!was?.definition.notNull || !parent?.definition.notNull || context.isReplaced(parent.id)) return false;
  if (!staysBelow(after, parent.id, context)) return false;
  return notNullName(was) !== notNullName(parent) && notNullName(parent) === notNullName(after);
}

/**
 * A parent's NOT NULL takes along what its children have of it: those that stay get theirs back as it was. Before PostgreSQL
 * 18, it takes along what is their own as well.
 */
export function keepNotNullOfChildren(before: Fact, after: Fact, context: Context): string[] {
  if (!givesNotNull(before) || after.definition.notNull) return [];
  return context.dependentsBefore(after.id).flatMap((child) => {
    const now = context.to.facts.get(child.id);
    const isChild = child.kind === 'column' && child.parent !== after.parent && child.definition.notNull;
    if (!isChild || now === undefined || context.isDropped(child.id)) return [];
    // Who has left by then keeps its own.
    if (!staysBelow(now, after.id, context)) return [];
    if (!now.definition.notNull) return keepNotNullOfChildren(child, now, context);
    const isOld = context.from.serverVersion < 180000;
    if (child.remarks?.ownNotNull === true && !isOld) return [];
    const [table, column] = splitLast(child.name);
    return isOld
      ? [`ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`]
      : [addNotNull(table, column, child.definition)];
  });
}

/** The name of a column's NOT NULL. */
export function notNullName(fact: Fact): string {
  const [table, column] = splitLast(fact.name);
  return String(fact.definition.notNullName ?? bornConstraint(table, column));
}
