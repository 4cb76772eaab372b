import { quoteLiteral } from '../../postgres/identifier.ts';

/** A column as the generator of rows sees it. */
export interface SampleColumn {
  readonly name: string;
  /** With its schema where it is not PostgreSQL's own. */
  readonly type: string;
  /** `pg_type.typcategory`, of the base type for domains. */
  readonly category: string;
  readonly labels: readonly string[] | null;
  readonly hasDefault: boolean;
  readonly notNull: boolean;
  /** Longest text it takes; null: any. */
  readonly length: number | null;
  /** What its checks, its domain's checks and the bounds of partitions say, as SQL. */
  readonly rules: string;
}

/** Ways to choose values, tried in order until the constraints of a table accept a row. */
export const styles = ['plain', 'from-rules', 'below-rules', 'sparse'] as const;
export type Style = (typeof styles)[number];

/** The n-th value of a column, as SQL: small, distinct where the type allows, and what checks most often accept. */
export function sampleValue(column: SampleColumn, n: number, style: Style): string {
  if (style === 'sparse' && !column.notNull) return 'NULL';
  const ruled = style === 'plain' ? undefined : ruledValue(column, n, style);
  return ruled ?? plainValue(column, n);
}

/** A value that the column's own rules mention: one of an IN list, a number at a bound, an address for a pattern with `@`. */
function ruledValue({ rules, category }: SampleColumn, n: number, style: Style): string | undefined {
  if (rules === '') return undefined;
  if (category === 'N') {
    const bounds = [...rules.matchAll(/(?<![\w.])-?\d+(?:\.\d+)?/g)].map(([number]) => Number(number));
    if (bounds.length === 0) return undefined;
    return String(style === 'below-rules' ? Math.max(...bounds) - n : Math.min(...bounds) + n - 1);
  }
  if (category === 'S' && style === 'below-rules') {
    return quoteLiteral(rules.includes('@') ? `user${n}@example.com` : `abc${n}`);
  }
  const literals = [...rules.matchAll(/'((?:[^']|'')*)'/g)].map(([, text]) =>
    (text as string).replaceAll("''", "'"),
  );
  return literals.length === 0 ? undefined : quoteLiteral(literals[(n - 1) % literals.length] as string);
}

function plainValue(column: SampleColumn, n: number): string {
  if (column.labels !== null) return quoteLiteral(column.labels[(n - 1) % column.labels.length] ?? '');
  switch (column.category) {
    case 'N':
      return String(n);
    case 'B':
      return n % 2 === 0 ? 'true' : 'false';
    case 'D':
      return `'2025-01-0${n} 00:00:00+00'`;
    case 'T':
      return `'${n} hours'`;
    case 'S':
      return quoteLiteral(`${column.name} ${n}`.slice(-(column.length ?? 60)));
    case 'I':
      return `'10.0.0.${n}'`;
    case 'A':
      return "'{}'";
    case 'R':
      return "'empty'";
    case 'V':
      return `B'${'1'.repeat(column.length ?? 1)}'`;
    default:
      return otherValue(column, n);
  }
}

function otherValue({ type, notNull }: SampleColumn, n: number): string {
  if (type === 'uuid') return `'00000000-0000-4000-8000-00000000000${n}'`;
  if (type === 'json' || type === 'jsonb') return `'{}'`;
  if (type === 'bytea') return `'\\x0${n}'`;
  if (type === 'xml') return "'<a/>'";
  if (type === 'tsvector' || type === 'tsquery') return `'word${n}'`;
  if (type === 'hstore') return `'a=>${n}'`;
  return notNull ? `'${n}'` : 'NULL';
}
