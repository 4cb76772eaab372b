import { bareName, quoteIdentifier, splitLast, splitOn } from '../../postgres/identifier.ts';
import { columnOf } from '../../sql/clauses.ts';
import { byKind, type NodeOf, stringsOf } from '../../sql/nodes.ts';
import { parseSql } from '../../sql/parse.ts';
import { namedBy, shown } from '../../sql/relations.ts';

/** A condition on the catalog that says whether something is there, with the values of its parameters. */
export type Lookup = readonly [condition: string, values: readonly string[]];

/**
 * How to look up an object that an event names, as `pg_identify_object` does; undefined for a type that is not looked up.
 * https://www.postgresql.org/docs/18/functions-info.html
 */
export function lookupObject(type: string, identity: string): Lookup | undefined {
  switch (type) {
    case 'table':
    case 'view':
    case 'materialized view':
    case 'sequence':
    case 'foreign table':
      return ['pg_catalog.to_regclass($1) IS NOT NULL', [identity]];
    case 'index':
      return [
        'EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = pg_catalog.to_regclass($1) AND indisvalid)',
        [identity],
      ];
    case 'function':
    case 'procedure':
      return ['pg_catalog.to_regprocedure($1) IS NOT NULL', [identity]];
    case 'type':
      return ['pg_catalog.to_regtype($1) IS NOT NULL', [identity]];
    case 'schema':
      return ['pg_catalog.to_regnamespace($1) IS NOT NULL', [identity]];
    case 'extension':
      return ['EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = $1)', [bareName(identity)]];
    case 'table column': {
      const [table, column] = splitLast(identity);
      return lookupColumn(table, bareName(column));
    }
    case 'trigger':
      return lookupOnTable('pg_trigger', 'tgrelid', 'tgname', identity);
    case 'policy':
      return lookupOnTable('pg_policy', 'polrelid', 'polname', identity);
    case 'table constraint':
      return lookupOnTable('pg_constraint', 'conrelid', 'conname', identity);
    default:
      return undefined;
  }
}

/**
 * How to look up what an ALTER statement leaves and no event tells of: columns, constraints, NOT NULL, values of an enum. Empty
 * for any other statement, and for one that does not parse. `loadParser` must have been awaited.
 */
export function lookupsOfAlterations(sql: string): readonly Lookup[] {
  const parsed = parseSql(sql);
  return (parsed.ok ? parsed.trees : []).flatMap((tree) => {
    const { AlterTableStmt: table, AlterEnumStmt: type } = byKind(tree);
    if (table !== undefined) return lookupsInTable(table);
    return type === undefined ? [] : lookupValue(type);
  });
}

function lookupsInTable({ relation, cmds }: NodeOf<'AlterTableStmt'>): readonly Lookup[] {
  const table = shown(namedBy(relation));
  return (cmds ?? []).flatMap((item) => {
    const command = byKind(item).AlterTableCmd ?? {};
    switch (command.subtype) {
      case 'AT_AddColumn':
        return [lookupColumn(table, columnOf(command)?.colname ?? '')];
      case 'AT_AddConstraint': {
        const name = byKind(command.def).Constraint?.conname;
        return name === undefined ? [] : [lookupPart('pg_constraint', 'conrelid', 'conname', table, name)];
      }
      case 'AT_SetNotNull':
        return [lookupColumn(table, command.name ?? '', ' AND attnotnull')];
      default:
        return [];
    }
  });
}

function lookupValue({ typeName, oldVal, newVal }: NodeOf<'AlterEnumStmt'>): readonly Lookup[] {
  // With an old value it is a RENAME VALUE.
  if (newVal === undefined || oldVal !== undefined) return [];
  const type = stringsOf(typeName).map(quoteIdentifier);
  return [
    [
      'EXISTS (SELECT FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype($1)::oid AND enumlabel = $2)',
      [type.join('.'), newVal],
    ],
  ];
}

/** Of an identity such as `name on schema.table`. */
function lookupOnTable(catalog: string, table: string, name: string, identity: string): Lookup | undefined {
  const [part, on] = splitOn(identity) ?? [];
  return part === undefined || on === undefined
    ? undefined
    : lookupPart(catalog, table, name, on, bareName(part));
}

function lookupColumn(table: string, name: string, more = ''): Lookup {
  return lookupPart('pg_attribute', 'attrelid', 'attname', table, name, ` AND NOT attisdropped${more}`);
}

/** A row of a catalog whose column `of` is the table's oid and whose column `called` is the name. */
function lookupPart(
  catalog: string,
  of: string,
  called: string,
  table: string,
  name: string,
  more = '',
): Lookup {
  return [
    `EXISTS (SELECT FROM pg_catalog.${catalog} WHERE ${of} = pg_catalog.to_regclass($1) AND ${called} = $2${more})`,
    [table, name],
  ];
}
