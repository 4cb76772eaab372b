import fc from 'fast-check';

/**
 * A random schema before its references are settled: numbers choose among what exists when the recipe is written out,
 * so that every recipe makes a schema that loads, and a smaller recipe makes a smaller one.
 */
export interface Recipe {
  readonly enums: readonly (EnumRecipe | null)[];
  readonly functions: readonly (FunctionRecipe | null)[];
  readonly tables: readonly (TableRecipe | null)[];
  readonly views: readonly (ViewRecipe | null)[];
  readonly partitioned: PartitionedRecipe | null;
  readonly sequence: SequenceRecipe | null;
}

export interface EnumRecipe {
  readonly values: readonly string[];
}
export interface FunctionRecipe {
  readonly returns: 'integer' | 'bigint' | 'text';
  readonly volatility: 'immutable' | 'stable';
  readonly added: number;
}
export interface TableRecipe {
  readonly id: 'integer' | 'bigint' | 'serial' | 'identity' | 'identity by default';
  readonly hasKey: boolean;
  readonly columns: readonly (ColumnRecipe | null)[];
  readonly generated: { readonly factor: number; readonly kind: 'stored' | 'virtual' } | null;
  readonly uniques: readonly UniqueRecipe[];
  readonly checks: readonly {
    readonly column: number;
    readonly bound: number;
    readonly calls: number | null;
  }[];
  readonly indexes: readonly IndexRecipe[];
  readonly references: readonly ReferenceRecipe[];
  readonly policies: readonly {
    readonly bound: number;
    readonly calls: number | null;
    readonly command: string;
  }[];
  readonly trigger: { readonly events: string; readonly when: string } | null;
  readonly remarks: RemarkRecipe;
}
export interface ColumnRecipe {
  readonly type: number;
  readonly isRequired: boolean;
  readonly hasDefault: boolean;
  readonly comment: string | null;
}
export interface UniqueRecipe {
  readonly column: number;
  readonly nulls: '' | 'nulls not distinct';
  readonly isDeferrable: boolean;
}
export interface IndexRecipe {
  readonly column: number;
  readonly direction: '' | 'desc' | 'desc nulls last';
  readonly isExpression: boolean;
  readonly bound: number | null;
  readonly includes: boolean;
}
export interface ReferenceRecipe {
  readonly target: number;
  readonly action: '' | 'on delete cascade' | 'on delete set null' | 'on update cascade';
  readonly isDeferrable: boolean;
}
export interface ViewRecipe {
  readonly source: number;
  readonly columns: number;
  readonly calls: number | null;
  readonly isMaterialized: boolean;
  readonly isIndexed: boolean;
  readonly remarks: RemarkRecipe;
}
export interface RemarkRecipe {
  readonly comment: string | null;
  readonly grant: '' | 'select' | 'select, insert';
}
export interface PartitionedRecipe {
  readonly extra: boolean;
  readonly parts: readonly (number | null)[];
  readonly isIndexed: boolean;
}
export interface SequenceRecipe {
  readonly step: number;
  readonly cycles: boolean;
  readonly type: 'integer' | 'bigint';
}

const small = fc.integer({ min: 0, max: 9 });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 3 });
const comment = fc.constantFrom(null, 'one', "it's two", 'drei — ünï');
const remarks: fc.Arbitrary<RemarkRecipe> = fc.record({
  comment,
  grant: fc.constantFrom('', 'select', 'select, insert'),
});

const column: fc.Arbitrary<ColumnRecipe> = fc.record({
  type: small,
  isRequired: fc.boolean(),
  hasDefault: fc.boolean(),
  comment,
});

const table: fc.Arbitrary<TableRecipe> = fc.record({
  id: fc.constantFrom('integer', 'bigint', 'serial', 'identity', 'identity by default'),
  hasKey: fc.boolean(),
  columns: fc.array(maybe(column), { minLength: 4, maxLength: 4 }),
  generated: fc.option(
    fc.record({ factor: fc.integer({ min: 2, max: 4 }), kind: fc.constantFrom('stored', 'virtual') }),
  ),
  uniques: fc.array(
    fc.record({
      column: small,
      nulls: fc.constantFrom('', 'nulls not distinct'),
      isDeferrable: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  checks: fc.array(fc.record({ column: small, bound: small, calls: fc.option(small) }), { maxLength: 2 }),
  indexes: fc.array(
    fc.record({
      column: small,
      direction: fc.constantFrom('', 'desc', 'desc nulls last'),
      isExpression: fc.boolean(),
      bound: fc.option(small),
      includes: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  references: fc.array(
    fc.record({
      target: small,
      action: fc.constantFrom('', 'on delete cascade', 'on delete set null', 'on update cascade'),
      isDeferrable: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  policies: fc.array(
    fc.record({
      bound: small,
      calls: fc.option(small),
      command: fc.constantFrom('all', 'select', 'update', 'delete'),
    }),
    { maxLength: 2 },
  ),
  trigger: fc.option(
    fc.record({
      events: fc.constantFrom('insert', 'update', 'insert or update', 'delete'),
      when: fc.constantFrom('before', 'after'),
    }),
  ),
  remarks,
});

const view: fc.Arbitrary<ViewRecipe> = fc.record({
  source: small,
  columns: fc.integer({ min: 0, max: 15 }),
  calls: fc.option(small),
  isMaterialized: fc.boolean(),
  isIndexed: fc.boolean(),
  remarks,
});

const labels = ['red', 'green', 'blue', 'dark "grey"', "it's pink"];

/** Any schema of the kinds that a recipe knows. */
export const recipe: fc.Arbitrary<Recipe> = fc.record({
  enums: fc.array(maybe(fc.record({ values: fc.shuffledSubarray(labels, { minLength: 1 }) })), {
    minLength: 2,
    maxLength: 2,
  }),
  functions: fc.array(
    maybe(
      fc.record({
        returns: fc.constantFrom('integer', 'bigint', 'text'),
        volatility: fc.constantFrom('immutable', 'stable'),
        added: small,
      }),
    ),
    { minLength: 2, maxLength: 2 },
  ),
  tables: fc.array(maybe(table), { minLength: 4, maxLength: 4 }),
  views: fc.array(maybe(view), { minLength: 4, maxLength: 4 }),
  partitioned: fc.option(
    fc.record({
      extra: fc.boolean(),
      parts: fc.array(fc.option(small), { minLength: 3, maxLength: 3 }),
      isIndexed: fc.boolean(),
    }),
  ),
  sequence: fc.option(
    fc.record({
      step: fc.integer({ min: 1, max: 5 }),
      cycles: fc.boolean(),
      type: fc.constantFrom('integer', 'bigint'),
    }),
  ),
});

/** A schema, and what it becomes when some of its parts are replaced by those of another: few changes or many. */
export const change: fc.Arbitrary<{ readonly before: Recipe; readonly after: Recipe }> = fc
  .record({ before: recipe, other: recipe, parts: fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }) })
  .map(({ before, other, parts }) => ({ before, after: mix(before, other, parts) }));

function mix(before: Recipe, other: Recipe, parts: readonly boolean[]): Recipe {
  const flags = [...parts];
  const isTaken = () => flags.pop() === true;
  const each = <T>(ours: readonly T[], theirs: readonly T[]) =>
    ours.map((item, i) => (isTaken() ? (theirs[i] as T) : item));
  return {
    enums: each(before.enums, other.enums),
    functions: each(before.functions, other.functions),
    tables: each(before.tables, other.tables),
    views: each(before.views, other.views),
    partitioned: isTaken() ? other.partitioned : before.partitioned,
    sequence: isTaken() ? other.sequence : before.sequence,
  };
}
