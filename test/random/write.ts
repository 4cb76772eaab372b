import { quoteLiteral } from '../../src/postgres/identifier.ts';
import type { ColumnRecipe, Recipe, RemarkRecipe, TableRecipe, ViewRecipe } from './recipe.ts';

/** Things that exist in the schema being written, which later parts may choose from. */
interface Written {
  readonly enums: readonly { readonly name: string; readonly first: string }[];
  readonly functions: readonly {
    readonly name: string;
    readonly returns: string;
    readonly isImmutable: boolean;
  }[];
  readonly tables: readonly WrittenTable[];
}
interface WrittenTable {
  readonly name: string;
  readonly recipe: TableRecipe;
  readonly idType: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: string;
    readonly recipe: ColumnRecipe;
  }[];
}
/** What a view can select from; its first column is `id`. */
interface Source {
  readonly name: string;
  readonly columns: readonly string[];
}

const plainTypes: readonly (readonly [type: string, value: string])[] = [
  ['integer', '7'],
  ['bigint', '70'],
  ['text', `'x'`],
  ['varchar(20)', `'y'`],
  ['numeric(8,2)', '1.50'],
  ['timestamptz', 'now()'],
  ['boolean', 'true'],
  ['date', `'2024-02-29'`],
];

/** Writes a recipe as SQL that loads into an empty database. */
export function writeSchema(recipe: Recipe): string {
  const enums = recipe.enums.flatMap((e, i) => (e === null ? [] : [{ name: `e${i}`, values: e.values }]));
  const functions = recipe.functions.flatMap((f, i) => (f === null ? [] : [{ name: `f${i}`, ...f }]));
  const written: Written = {
    enums: enums.map(({ name, values }) => ({ name, first: values[0]! })),
    functions: functions.map(({ name, returns, volatility }) => ({
      name,
      returns,
      isImmutable: volatility === 'immutable',
    })),
    tables: [],
  };
  const tables = settleTables(recipe, written);
  const all: Written = { ...written, tables };
  return [
    'SET check_function_bodies = off',
    ...enums.map((e) => `CREATE TYPE ${e.name} AS ENUM (${e.values.map(quoteLiteral).join(', ')})`),
    ...functions.map(
      (f) =>
        `CREATE FUNCTION ${f.name}(integer) RETURNS ${f.returns} LANGUAGE sql ${f.volatility} AS 'SELECT ($1 + ${f.added})::${f.returns}'`,
    ),
    `CREATE FUNCTION on_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
    ...writeSequence(recipe),
    ...tables.map((table) => writeTable(table, all)),
    ...tables.flatMap((table) => writeBelongings(table, all)),
    ...tables.flatMap((table) => writeReferences(table, all)),
    ...writePartitions(recipe),
    ...writeViews(recipe, all),
  ]
    .map((statement) => `${statement};\n`)
    .join('');
}

function settleTables(recipe: Recipe, { enums }: Written): WrittenTable[] {
  const types = [...plainTypes, ...enums.map((e) => [e.name, quoteLiteral(e.first)] as const)];
  return recipe.tables.flatMap((table, i) => {
    if (table === null) return [];
    const idType = table.id === 'bigint' || table.id.startsWith('identity') ? 'bigint' : 'integer';
    const columns = table.columns.flatMap((column, c) =>
      column === null ? [] : [{ name: `c${c}`, type: choose(types, column.type)![0], recipe: column }],
    );
    return [{ name: `t${i}`, recipe: table, idType, columns }];
  });
}

function writeTable({ name, recipe, columns }: WrittenTable, { enums }: Written): string {
  const identity = { identity: 'always', 'identity by default': 'by default' } as const;
  const id =
    recipe.id === 'identity' || recipe.id === 'identity by default'
      ? `id bigint GENERATED ${identity[recipe.id]} AS IDENTITY`
      : `id ${recipe.id}`;
  const values = new Map([...plainTypes, ...enums.map((e) => [e.name, quoteLiteral(e.first)] as const)]);
  const lines = [recipe.hasKey ? `${id} PRIMARY KEY` : id];
  for (const column of columns) {
    const notNull = column.recipe.isRequired ? ' NOT NULL' : '';
    const value = column.recipe.hasDefault ? ` DEFAULT ${values.get(column.type)}` : '';
    lines.push(`${column.name} ${column.type}${notNull}${value}`);
  }
  if (recipe.generated !== null) {
    const { factor, kind } = recipe.generated;
    lines.push(`g bigint GENERATED ALWAYS AS (id * ${factor}) ${kind}`);
  }
  return `CREATE TABLE ${name} (${lines.join(', ')})`;
}

/** What stands on one table alone. */
function writeBelongings(table: WrittenTable, written: Written): string[] {
  const { name, recipe } = table;
  const column = (n: number) => choose(['id', ...table.columns.map((c) => c.name)], n)!;
  return [
    ...recipe.uniques.map(
      (u, i) =>
        `ALTER TABLE ${name} ADD CONSTRAINT ${name}_u${i} UNIQUE ${u.nulls} (${column(u.column)})${u.isDeferrable ? ' DEFERRABLE' : ''}`,
    ),
    ...recipe.checks.map(
      (c, i) =>
        `ALTER TABLE ${name} ADD CONSTRAINT ${name}_c${i} CHECK (${column(c.column)} IS NOT NULL OR ${condition(c.bound, c.calls, written)})`,
    ),
    ...recipe.indexes.map((index, i) => {
      const subject = index.isExpression ? '((id * 2))' : `(${column(index.column)} ${index.direction})`;
      const include = index.includes ? ' INCLUDE (id)' : '';
      const where = index.bound === null ? '' : ` WHERE id > ${index.bound}`;
      return `CREATE INDEX ${name}_i${i} ON ${name} ${subject}${include}${where}`;
    }),
    ...(recipe.policies.length > 0 ? [`ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`] : []),
    ...recipe.policies.map(
      (p, i) =>
        `CREATE POLICY p${i} ON ${name} FOR ${p.command} USING (${condition(p.bound, p.calls, written)})`,
    ),
    ...(recipe.trigger === null
      ? []
      : [
          `CREATE TRIGGER g ${recipe.trigger.when} ${recipe.trigger.events} ON ${name} FOR EACH ROW EXECUTE FUNCTION on_change()`,
        ]),
    ...writeRemarks('TABLE', name, recipe.remarks),
    ...table.columns.flatMap((c) =>
      c.recipe.comment === null
        ? []
        : [`COMMENT ON COLUMN ${name}.${c.name} IS ${quoteLiteral(c.recipe.comment)}`],
    ),
  ];
}

function condition(bound: number, calls: number | null, { functions }: Written): string {
  const called = calls === null ? undefined : choose(functions, calls);
  return called === undefined ? `id > ${bound}` : `${called.name}(id::integer) IS NOT NULL`;
}

function writeReferences({ name, recipe }: WrittenTable, { tables }: Written): string[] {
  const targets = tables.filter((table) => table.recipe.hasKey);
  return recipe.references.flatMap((reference, i) => {
    const target = choose(targets, reference.target);
    if (target === undefined) return [];
    const deferrable = reference.isDeferrable ? ' DEFERRABLE INITIALLY DEFERRED' : '';
    return [
      `ALTER TABLE ${name} ADD COLUMN r${i} ${target.idType} CONSTRAINT ${name}_r${i} REFERENCES ${target.name} ${reference.action}${deferrable}`,
    ];
  });
}

function writeViews(recipe: Recipe, written: Written): string[] {
  const sources: Source[] = written.tables.map((table) => ({
    name: table.name,
    columns: ['id', ...table.columns.map((column) => column.name)],
  }));
  return recipe.views.flatMap((view, i) => {
    const source = view === null ? undefined : choose(sources, view.source);
    if (view === null || source === undefined) return [];
    const columns = source.columns.filter((name, c) => name === 'id' || (view.columns >> (c % 4)) % 2 === 1);
    sources.push({ name: `v${i}`, columns });
    return writeView(`v${i}`, view, source, columns, written);
  });
}

function writeView(
  name: string,
  view: ViewRecipe,
  source: Source,
  columns: readonly string[],
  written: Written,
): string[] {
  const kind = view.isMaterialized ? 'MATERIALIZED VIEW' : 'VIEW';
  const where = condition(0, view.calls, written);
  return [
    `CREATE ${kind} ${name} AS SELECT ${columns.join(', ')} FROM ${source.name} WHERE ${where}`,
    ...(view.isMaterialized && view.isIndexed ? [`CREATE INDEX ${name}_i ON ${name} (id)`] : []),
    ...writeRemarks(kind, name, view.remarks),
  ];
}

function writeRemarks(kind: string, name: string, { comment, grant }: RemarkRecipe): string[] {
  return [
    ...(comment === null ? [] : [`COMMENT ON ${kind} ${name} IS ${quoteLiteral(comment)}`]),
    ...(grant === '' ? [] : [`GRANT ${grant} ON ${name} TO pg_monitor`]),
  ];
}

function writePartitions({ partitioned }: Recipe): string[] {
  if (partitioned === null) return [];
  const extra = partitioned.extra ? ", note text DEFAULT '-'" : '';
  return [
    `CREATE TABLE parts (id integer, kind integer NOT NULL${extra}) PARTITION BY LIST (kind)`,
    ...partitioned.parts.flatMap((value, i) =>
      value === null ? [] : [`CREATE TABLE parts_${i} PARTITION OF parts FOR VALUES IN (${i * 10 + value})`],
    ),
    ...(partitioned.isIndexed ? ['CREATE INDEX parts_i ON parts (id)'] : []),
  ];
}

function writeSequence({ sequence }: Recipe): string[] {
  if (sequence === null) return [];
  const cycle = sequence.cycles ? ' CYCLE' : '';
  return [`CREATE SEQUENCE numbers AS ${sequence.type} INCREMENT BY ${sequence.step}${cycle}`];
}

function choose<T>(items: readonly T[], n: number): T | undefined {
  return items[n % items.length];
}
