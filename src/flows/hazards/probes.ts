import { bareName, quoteLiteral } from '../../postgres/identifier.ts';

// What is asked of a live database before anything is destroyed there. Every name is as SQL writes it.

/** Whether a table holds rows. */
export function rowsIn(table: string): string {
  return `SELECT EXISTS (SELECT FROM ${table})`;
}

/** Whether a column holds values, of which this is true besides. */
export function valuesIn(table: string, column: string, where?: string): string {
  const more = where === undefined ? '' : ` AND (${where})`;
  return `SELECT EXISTS (SELECT FROM ${table} WHERE ${column} IS NOT NULL${more})`;
}

/** Whether there is a table of that name. */
export function tableThere(table: string): string {
  return `SELECT pg_catalog.to_regclass(${quoteLiteral(table)}) IS NOT NULL`;
}

/** Whether any schema has a table of that bare name. */
export function tableAnywhere(name: string): string {
  return `SELECT EXISTS (SELECT FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p') AND relname = ${quoteLiteral(bareName(name))})`;
}

/** Whether a table has a column of that name. */
export function columnThere(table: string, column: string): string {
  return `SELECT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass(${quoteLiteral(table)})
    AND attname = ${quoteLiteral(bareName(column))} AND NOT attisdropped)`;
}

/** Whether a schema holds tables. */
export function tablesInSchema(schema: string): string {
  return `SELECT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname = ${quoteLiteral(bareName(schema))})`;
}
