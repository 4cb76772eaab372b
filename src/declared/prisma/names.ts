import type { Fact, Schema } from '../../model/schema.ts';
import { bareName } from '../../postgres/identifier.ts';
import { alikeColumns, alikeTables } from './alike.ts';
import { type PrismaOutline, type PrismaShape, shapeNamed } from './outline.ts';

type Facts = Pick<Schema, 'facts'>;

/** The model behind a table of a history, although it may name another; none where the schema has none. */
export function shapeBehind(outline: PrismaOutline, history: Facts, table: string): PrismaShape | undefined {
  return (
    shapeNamed(outline, table) ??
    alikeTables(outline, history).find((pair) => pair.table.name === table)?.shape
  );
}

/** What the model behind a table is called, or will be. */
export function modelNameOf(outline: PrismaOutline, history: Facts, table: string): string {
  const known = shapeBehind(outline, history, table)?.name;
  if (known !== undefined) return known;
  const name = identifier(bareName(table), 'Model');
  return outline.shapes.some((shape) => shape.name === name) ? `${name}Table` : name;
}

/** What the field behind a column of a history is called, or will be; `shape` is the model behind its table. */
export function fieldNameOf(shape: PrismaShape | undefined, history: Facts, column: Fact): string {
  const own = bareName(column.name);
  const name = identifier(own, 'field');
  if (shape === undefined) return name;
  const known =
    shape.fields.find((field) => field.column === own) ??
    alikeColumns(shape, column.parent?.slice('table:'.length) ?? '', history).find(
      (pair) => pair.column.id === column.id,
    )?.field;
  return known?.name ?? (shape.fields.some((field) => field.name === name) ? `${name}Column` : name);
}

/** Prisma's identifiers begin with a letter. */
export function identifier(sqlName: string, fallback: string): string {
  const name = sqlName.replace(/\W+/g, '_').replace(/^[^A-Za-z]+/, '');
  return name === '' ? fallback : name;
}

/** A name that is not taken; `more` is what tells it from the one that is. */
export function freeFieldName(taken: ReadonlySet<string>, wanted: string, more: string): string {
  if (!taken.has(wanted)) return wanted;
  const longer = `${wanted}${more[0]?.toUpperCase()}${more.slice(1).replace(/\W/g, '')}`;
  for (let count = 2; ; count += 1) {
    const candidate = count === 2 ? longer : `${longer}${count}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** `user` of `User`. */
export function lowerFirst(name: string): string {
  return `${name[0]?.toLowerCase()}${name.slice(1)}`;
}

/** `categories` of `category`. */
export function plural(name: string): string {
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/.test(name) ? `${name}es` : `${name}s`;
}
