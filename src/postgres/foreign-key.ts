import { parenthesised, splitList } from './lists.ts';

/** A foreign key as its definition says it, every name as SQL writes it. */
export interface ForeignKeyDefinition {
  readonly columns: readonly string[];
  /** The referenced table, qualified. */
  readonly referenced: string;
  readonly referencedColumns: readonly string[];
  /** Whether the last column is a period, which those of several referenced rows may cover: `PERIOD during`. */
  readonly hasPeriod: boolean;
  /** Whether a row has to refer to another unless all columns are null, MATCH FULL: one null is enough otherwise. */
  readonly isFull: boolean;
  /** `NO ACTION`, `CASCADE`, `SET NULL` ... */
  readonly onUpdate: string;
  readonly onDelete: string;
}

/**
 * Reads `FOREIGN KEY (a) REFERENCES public.b(id) ON DELETE CASCADE`, as pg_get_constraintdef writes it; undefined for any other
 * constraint.
 */
export function readForeignKey(definition: string): ForeignKeyDefinition | undefined {
  const [start] = /^FOREIGN KEY (?=\()/.exec(definition) ?? [];
  if (start === undefined) return undefined;
  const own = parenthesised(definition, start.length);
  const [target = '', referenced] = /^ REFERENCES (?:ONLY )?((?:"[^"]*"|[^("])+)(?=\()/.exec(own.after) ?? [];
  if (referenced === undefined) return undefined;
  const other = parenthesised(own.after, target.length);
  const action = (event: string) =>
    new RegExp(`\\bON ${event} (RESTRICT|CASCADE|SET NULL|SET DEFAULT)`).exec(other.after)?.[1] ??
    'NO ACTION';
  const columns = splitList(own.inside);
  return {
    columns: columns.map(withoutPeriod),
    referenced: referenced.trim(),
    referencedColumns: splitList(other.inside).map(withoutPeriod),
    hasPeriod: columns.at(-1)?.startsWith('PERIOD ') === true,
    isFull: other.after.startsWith(' MATCH FULL'),
    onUpdate: action('UPDATE'),
    onDelete: action('DELETE'),
  };
}

function withoutPeriod(column: string): string {
  return column.replace(/^PERIOD /, '');
}

/**
 * What a foreign key may do besides refusing, by the letters of the catalog; without NO ACTION, which is the default.
 * https://www.postgresql.org/docs/18/catalog-pg-constraint.html
 */
export const foreignKeyActions: Readonly<Record<string, string>> = {
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
};
