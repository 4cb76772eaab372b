import { objectId } from '../../model/object-id.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { bareName, quoteIdentifier, splitIdentifier } from '../../postgres/identifier.ts';
import { foreignKeyIn, indexKeyOf, type PrismaForeignKey } from './keys.ts';
import {
  fieldNameOf,
  freeFieldName,
  identifier,
  lowerFirst,
  modelNameOf,
  plural,
  shapeBehind,
} from './names.ts';
import type { PrismaOutline, PrismaShape } from './outline.ts';
import { quoted } from './quoted.ts';
import { implicitName } from './relations.ts';

/** A line for the model of a table. */
export interface ModelLine {
  readonly table: string;
  readonly model: string;
  readonly line: string;
}

type Facts = Pick<Schema, 'facts'>;

const actionWords: Readonly<Record<string, string>> = {
  CASCADE: 'Cascade',
  RESTRICT: 'Restrict',
  'SET NULL': 'SetNull',
  'SET DEFAULT': 'SetDefault',
  'NO ACTION': 'NoAction',
};

/** The attribute that says a foreign key of the history, in the fields of its models. */
export function relationAttribute(
  outline: PrismaOutline,
  history: Facts,
  fact: Fact,
  key: PrismaForeignKey,
  label: string | undefined,
): string {
  const names = (table: string, columns: readonly string[]) => {
    const shape = shapeBehind(outline, history, table);
    const named = columns.map((column) => {
      const known = columnNamed(history, table, column);
      return known === undefined ? column : fieldNameOf(shape, history, known);
    });
    return named.join(', ');
  };
  return `@relation(${[
    ...(label === undefined ? [] : [quoted(label)]),
    `fields: [${names(tableOf(fact), key.columns)}]`,
    `references: [${names(key.target, key.referenced)}]`,
    `onDelete: ${actionWords[key.onDelete]}`,
    `onUpdate: ${actionWords[key.onUpdate]}`,
    `map: ${quoted(bareName(fact.name))}`,
  ].join(', ')})`;
}

const tableOf = ({ parent }: Fact) => parent?.slice('table:'.length) ?? '';

function columnNamed({ facts }: Facts, table: string, column: string): Fact | undefined {
  return facts.get(objectId('column', `${table}.${quoteIdentifier(column)}`));
}

/**
 * The fields that say a foreign key of which the schema knows nothing: the one that refers and the one in the other model. None
 * where the schema does not speak of the database schema of the other table.
 */
export function relationLines(outline: PrismaOutline, history: Facts, fact: Fact): readonly ModelLine[] {
  const key = foreignKeyIn(fact);
  const table = tableOf(fact);
  if (key === undefined || !isSpokenOf(outline, key.target)) return [];
  const [own, other] = [modelNameOf(outline, history, table), modelNameOf(outline, history, key.target)];
  const label = isOnly(outline, history, table, key.target) ? undefined : bareName(fact.name);
  const column = key.columns[0] as string;
  const taken = takenNames(outline, history, table);
  const name = freeFieldName(taken, identifier(column.replace(/(?<=.)_?id$/i, ''), 'ref'), lowerFirst(other));
  const isOptional = key.columns.some((one) => columnNamed(history, table, one)?.definition.notNull !== true);
  const isOne = isUnique(history, fact.parent, key.columns);
  const base = isOne ? lowerFirst(own) : plural(lowerFirst(own));
  const back = freeFieldName(
    takenNames(outline, history, key.target),
    label === undefined ? base : `${base}By_${identifier(column, 'ref')}`,
    'ref',
  );
  const attribute = relationAttribute(outline, history, fact, key, label);
  const labelled = label === undefined ? '' : ` @relation(${quoted(label)})`;
  return [
    { table, model: own, line: `${name} ${other}${isOptional ? '?' : ''} ${attribute}` },
    { table: key.target, model: other, line: `${back} ${own}${isOne ? '?' : '[]'}${labelled}` },
  ];
}

function isSpokenOf({ shapes }: PrismaOutline, table: string): boolean {
  const schema = splitIdentifier(table)[0];
  return schema === 'public' || shapes.some((shape) => shape.schema === schema);
}

/** Whether nothing else relates the two tables, so that Prisma can do without a name. */
function isOnly(outline: PrismaOutline, history: Facts, table: string, target: string): boolean {
  if (table === target) return false;
  const refers = (from: string, to: string) =>
    [...history.facts.values()].filter(
      (fact) => fact.parent === `table:${from}` && foreignKeyIn(fact)?.target === to,
    ).length;
  const [own, other] = [shapeBehind(outline, history, table), shapeBehind(outline, history, target)];
  const points = (from: PrismaShape | undefined, to: PrismaShape | undefined) =>
    to !== undefined && from?.fields.some(({ type }) => type === to.name) === true;
  return refers(table, target) + refers(target, table) === 1 && !points(own, other) && !points(other, own);
}

/** All that fields of the model are called, or will be when its columns have them. */
function takenNames(outline: PrismaOutline, history: Facts, table: string): ReadonlySet<string> {
  const shape = shapeBehind(outline, history, table);
  const columns = [...history.facts.values()].filter(
    ({ kind, parent }) => kind === 'column' && parent === `table:${table}`,
  );
  return new Set([
    ...(shape?.fields.map(({ name }) => name) ?? []),
    ...columns.map((column) => fieldNameOf(shape, history, column)),
  ]);
}

/** Whether these columns can hold each value only once, so that the other side has one at most. */
function isUnique({ facts }: Facts, parent: string | undefined, columns: readonly string[]): boolean {
  const wanted = columns.map(quoteIdentifier).sort().join();
  return [...facts.values()].some((fact) => {
    const key = fact.parent === parent ? indexKeyOf(fact) : undefined;
    if (key === undefined || key.kind === 'index' || key.isBeyond || key.where !== '') return false;
    return (
      key.elements
        .map(({ column }) => column)
        .sort()
        .join() === wanted
    );
  });
}

/** The two list fields behind a table that Prisma would keep for a many-to-many relation; none where the table is no such one. */
export function implicitLines(outline: PrismaOutline, history: Facts, table: Fact): readonly ModelLine[] {
  const name = bareName(table.name);
  const parts = [...history.facts.values()].filter(({ parent }) => parent === table.id);
  const columns = parts.filter(({ kind }) => kind === 'column').map((column) => bareName(column.name));
  const shapeOf = (column: string) => {
    const key = parts
      .flatMap((part) => foreignKeyIn(part) ?? [])
      .find((one) => one.columns.join() === column);
    return key && shapeBehind(outline, history, key.target);
  };
  const [a, b] = [shapeOf('A'), shapeOf('B')];
  if (!name.startsWith('_') || columns.sort().join() !== 'A,B') return [];
  if (a === undefined || b === undefined || a.name > b.name) return [];
  const label = name.slice(1);
  const attribute = label === implicitName(a.name, b.name) ? '' : ` @relation(${quoted(label)})`;
  const names = (shape: PrismaShape) => new Set(shape.fields.map((field) => field.name));
  const nameIn = (shape: PrismaShape, other: PrismaShape, end: string) =>
    a === b
      ? `${lowerFirst(label)}${end}`
      : freeFieldName(names(shape), plural(lowerFirst(other.name)), label);
  return [
    { table: a.sqlName, model: a.name, line: `${nameIn(a, b, 'A')} ${b.name}[]${attribute}` },
    { table: b.sqlName, model: b.name, line: `${nameIn(b, a, 'B')} ${a.name}[]${attribute}` },
  ];
}
