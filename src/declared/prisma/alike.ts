import { entry } from '../../model/entry.ts';
import type { ObjectId } from '../../model/object-id.ts';
import { once } from '../../model/once.ts';
import type { Fact, Schema } from '../../model/schema.ts';
import { bareName } from '../../postgres/identifier.ts';
import { type PrismaField, type PrismaOutline, type PrismaShape, shapeNamed } from './outline.ts';

type Facts = Pick<Schema, 'facts'>;

/** A model and the table that it most likely stands for, although it names another. */
interface AlikeTable {
  readonly shape: PrismaShape;
  readonly table: Fact;
}

/** A field and the column that it most likely stands for. */
export interface AlikeColumn {
  readonly field: PrismaField;
  readonly column: Fact;
}

/** Models without a table and tables without a model that are one but for a forgotten `@@map`: they are called alike, or have the same columns. */
export function alikeTables(outline: PrismaOutline, { facts }: Facts): readonly AlikeTable[] {
  return alikeBetween(outline)(facts);
}

/** Every disagreement is explained by them: they are looked for once. */
const alikeBetween = once((outline: PrismaOutline) =>
  once((facts: Schema['facts']): readonly AlikeTable[] => {
    const waiting = outline.shapes.filter(
      ({ kind, sqlName }) => kind === 'model' && !facts.has(`table:${sqlName}`),
    );
    if (waiting.length === 0) return [];
    const undeclared = [...facts.values()].filter(
      ({ kind, name }) => kind === 'table' && shapeNamed(outline, name) === undefined,
    );
    const models = new Set(outline.shapes.filter(({ kind }) => kind === 'model').map(({ name }) => name));
    const pairs = waiting.flatMap((shape) => {
      const declared = declaredColumns(shape, models);
      return undeclared
        .filter((table) => table.schema === shape.schema)
        .filter(
          (table) =>
            looksLike(ownName(table), shape.name) ||
            (declared !== undefined && declared === columnNames(facts).get(table.id)),
        )
        .map((table) => ({ shape, table }));
    });
    return onlyPairs(pairs, (a, b) => a.shape === b.shape || a.table === b.table);
  }),
);

/** So many columns make a table known without its name: an id and a name are anybody's. */
const fewestColumns = 3;

/** The names of a model's columns, as `columnNames` has those of tables; undefined where they are too few. */
function declaredColumns(shape: PrismaShape, models: ReadonlySet<string>): string | undefined {
  const fields = shape.fields.filter(({ type }) => type === undefined || !models.has(type));
  return fields.length < fewestColumns ? undefined : sorted(fields.map(({ column }) => column));
}

/** The names of each table's columns, sorted, as one text. */
const columnNames = once((facts: Schema['facts']): ReadonlyMap<ObjectId, string> => {
  const names = new Map<ObjectId, string[]>();
  for (const fact of facts.values())
    if (fact.kind === 'column') entry(names, fact.parent as ObjectId, () => []).push(ownName(fact));
  return new Map([...names].map(([table, columns]) => [table, sorted(columns)]));
});

function sorted(names: readonly string[]): string {
  return [...names].sort().join('\n');
}

/** Fields without a column and columns without a field that are one but for a forgotten `@map`. */
export function alikeColumns(shape: PrismaShape, table: string, { facts }: Facts): readonly AlikeColumn[] {
  const columns = [...facts.values()].filter(
    ({ kind, parent }) => kind === 'column' && parent === `table:${table}`,
  );
  const names = new Set(columns.map(ownName));
  const declared = new Set(shape.fields.map(({ column }) => column));
  const waiting = shape.fields.filter(({ column }) => !names.has(column));
  const undeclared = columns.filter((column) => !declared.has(ownName(column)));
  const isAlike = (field: PrismaField, column: Fact) =>
    looksLike(field.name, ownName(column)) || looksLike(field.column, ownName(column));
  const pairs = waiting.flatMap((field) =>
    undeclared.filter((column) => isAlike(field, column)).map((column) => ({ field, column })),
  );
  return onlyPairs(pairs, (a, b) => a.field === b.field || a.column === b.column);
}

const ownName = ({ name }: Fact) => bareName(name);

/** Those that have only each other. */
function onlyPairs<Pair>(pairs: readonly Pair[], meet: (a: Pair, b: Pair) => boolean): readonly Pair[] {
  return pairs.filter((pair) => pairs.every((other) => other === pair || !meet(pair, other)));
}

/** Whether two names are one but for case, underscores and the plural: `createdAt` and `created_at`, `User` and `users`. */
function looksLike(a: string, b: string): boolean {
  const bare = (name: string) =>
    name
      .toLowerCase()
      .replace(/[^a-z\d]/g, '')
      .replace(/(?:es|s)$/, '');
  return bare(a) !== '' && bare(a) === bare(b);
}
